import { parseArgs } from 'node:util';
import { numberOption } from '../number-option.ts';

export interface RestoreOptions {
  /** Small files in each night. */
  files: number;
  /** Of the large files together; none are made where it is 0. */
  bytes: number;
  rounds: number;
  folder: string | undefined;
  write: boolean;
}

export const restoreUsage = `npm run bench -- restore [options]
  --files N       small files in each night (20000)
  --bytes N       of the large files together (2000000000); 0 leaves them out
  --rounds N      of each case (5)
  --in DIR        where to work (the system's temporary folder)
  --write         put the table into docs/bench-restore.md`;

export function parseRestoreOptions(args: string[]): RestoreOptions {
  const { values } = parseArgs({
    args,
    options: {
      files: { type: 'string', default: '20000' },
      bytes: { type: 'string', default: '2000000000' },
      rounds: { type: 'string', default: '5' },
      in: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  return {
    files: numberOption(values, 'files', 100),
    bytes: numberOption(values, 'bytes', 0),
    rounds: numberOption(values, 'rounds', 1),
    folder: values.in,
    write: values.write,
  };
}
