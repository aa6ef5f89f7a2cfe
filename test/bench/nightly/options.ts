import { parseArgs } from 'node:util';
import { numberOption } from '../number-option.ts';

export interface Options {
  files: number;
  /** How many directories backup.config names. */
  entries: number;
  nights: number;
  seed: number;
  methods: string[] | undefined;
  folder: string | undefined;
  write: boolean;
  reads: boolean;
  json: string | undefined;
}

/** Nights until all methods keep seven and let one go; only later ones are counted. */
export const FIRST_NIGHTS = 9;

export const usage = `npm run bench -- search
npm run bench -- nightly [options]
  --files N       files in the source (100000)
  --entries N     directories that are named, seven a customer, with the files spread over them (1: one around all)
  --nights N      nights in all (${FIRST_NIGHTS + 5}); the first ${FIRST_NIGHTS} fill the rotation and are not counted
  --methods a,b   only these
  --seed N        of the source and of what happens to it (1)
  --reads         one more night of each under strace, to count what it asks of the source
  --in DIR        where to work (the system's temporary folder)
  --json FILE     the numbers, for machines
  --write         put the table into docs/bench-nightly.md`;

export function parseOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      files: { type: 'string', default: '100000' },
      entries: { type: 'string', default: '1' },
      nights: { type: 'string', default: `${FIRST_NIGHTS + 5}` },
      seed: { type: 'string', default: '1' },
      methods: { type: 'string' },
      in: { type: 'string' },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
      reads: { type: 'boolean', default: false },
    },
  });
  return {
    files: numberOption(values, 'files', 100),
    entries: numberOption(values, 'entries', 1),
    nights: numberOption(values, 'nights', FIRST_NIGHTS + 1),
    seed: numberOption(values, 'seed', 0),
    methods: values.methods?.split(','),
    folder: values.in,
    json: values.json,
    write: values.write,
    reads: values.reads,
  };
}
