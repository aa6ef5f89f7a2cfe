import { parseArgs } from 'node:util';

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
  const number = (name: 'files' | 'bytes' | 'rounds', least: number) => {
    const value = Number(values[name]);
    if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} takes a number from ${least}.`);
    return value;
  };
  return {
    files: number('files', 100),
    bytes: number('bytes', 0),
    rounds: number('rounds', 1),
    folder: values.in,
    write: values.write,
  };
}
