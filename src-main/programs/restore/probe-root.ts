import { countOf } from '../../domain/told-values.ts';
import night from '../nights/night.sh?raw';
import { compose, ONE_HOST, type Program } from '../program.ts';
import customerRoot from './customer-root.sh?raw';
import machine from './machine.sh?raw';
import probeRootSource from './probe-root.sh?raw';
import takeFrames from './take-frames.sh?raw';

export interface ProbedRoot {
  freeBytes: number | undefined;
  /** The file name a tarball would get now, compressed by gzip and by zstd. */
  name: string;
  zstdName: string;
  /** The name of a folder that it is unpacked in; empty where nothing can be unpacked there out of the customer's reach. */
  folder: string;
  /** The customer has zstd. */
  zstd: boolean;
  /** The host can take a tarball while it is still being packed. */
  frames: boolean;
}

/** Runs on the host. Errors: not-found, unsafe-path, permission-denied. */
export const probeRoot: Program<{ root: string; name: string }, ProbedRoot> = {
  name: 'probe-root',
  source: compose(night, machine, customerRoot, takeFrames, probeRootSource),
  encode: ({ root, name }) => [
    ['root', root || '/'],
    ['name', name],
  ],
  bounds: ONE_HOST,
  reader: () => {
    let probed: ProbedRoot = { freeBytes: undefined, name: '', zstdName: '', folder: '', zstd: false, frames: false };
    return {
      take: ({ name, fields }) => {
        if (name === 'root') {
          probed = {
            freeBytes: countOf(fields.free),
            name: fields.name ?? '',
            zstdName: fields.zstdName ?? '',
            folder: (fields.beside === 'yes' && fields.folder) || '',
            zstd: fields.zstd === 'yes',
            frames: fields.frames === 'yes',
          };
        }
        return undefined;
      },
      result: () => probed,
    };
  },
};
