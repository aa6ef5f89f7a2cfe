import { MOST_PLACES } from '../../domain/in-place.ts';
import { countOf } from '../../domain/told-values.ts';
import night from '../nights/night.sh?raw';
import { compose, ONE_HOST, type Program } from '../program.ts';
import customerRoot from './customer-root.sh?raw';
import { placeLines, type WantedPlace } from './deliver.ts';
import machine from './machine.sh?raw';
import places from './places.sh?raw';
import probeRootSource from './probe-root.sh?raw';
import rename from './rename.sh?raw';
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
  /** The host has what renames without copying. */
  renames: boolean;
  /** Of those that were asked for, in their order. */
  places: ProbedPlace[];
}

/** Paths are relative to the root, and '' where there is none. */
export interface ProbedPlace {
  path: string;
  /** Something is there, which would be called `aside`. */
  isThere: boolean;
  aside: string;
  /** Nothing is there, and this is what was moved aside before. */
  earlier: string;
  /** Why nothing can be put there. */
  problem: string;
}

/** Runs on the host. Errors: not-found, unsafe-path, permission-denied. */
export const probeRoot: Program<
  { root: string; name: string; places?: readonly WantedPlace[] | undefined },
  ProbedRoot
> = {
  name: 'probe-root',
  source: compose(night, machine, customerRoot, takeFrames, places, rename, probeRootSource),
  encode: ({ root, name, places: wanted = [] }) => [['root', root || '/'], ['name', name], ...placeLines(wanted)],
  bounds: ONE_HOST,
  reader: () => {
    let probed = NOTHING;
    const found: ProbedPlace[] = [];
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
            renames: fields.renames === 'yes',
            places: found,
          };
        }
        if (name === 'place' && found.length < MOST_PLACES) {
          const { path = '', state, aside = '', earlier = '', problem = '' } = fields;
          found.push({ path, isThere: state === 'there', aside, earlier, problem });
        }
        return undefined;
      },
      result: () => probed,
    };
  },
};

const NOTHING: ProbedRoot = {
  freeBytes: undefined,
  name: '',
  zstdName: '',
  folder: '',
  zstd: false,
  frames: false,
  renames: false,
  places: [],
};
