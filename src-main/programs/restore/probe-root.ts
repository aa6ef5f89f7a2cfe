import night from '../nights/night.sh?raw';
import { compose, ONE_HOST, type Program } from '../program.ts';
import customerRoot from './customer-root.sh?raw';
import machine from './machine.sh?raw';
import probeRootSource from './probe-root.sh?raw';

export interface ProbedRoot {
  freeBytes: number | undefined;
  /** The file name a tarball would get now. */
  name: string;
}

/** Runs on the host. Errors: not-found, unsafe-path, permission-denied. */
export const probeRoot: Program<{ root: string; name: string }, ProbedRoot> = {
  name: 'probe-root',
  source: compose(night, machine, customerRoot, probeRootSource),
  encode: ({ root, name }) => [
    ['root', root || '/'],
    ['name', name],
  ],
  bounds: ONE_HOST,
  reader: () => {
    let probed: ProbedRoot = { freeBytes: undefined, name: '' };
    return {
      take: ({ name, fields }) => {
        if (name === 'root') {
          probed = { freeBytes: fields.free ? Number(fields.free) : undefined, name: fields.name ?? '' };
        }
        return undefined;
      },
      result: () => probed,
    };
  },
};
