import { MOST_PLACES } from '../../domain/in-place.ts';
import { countOf } from '../../domain/told-values.ts';
import { BOOT } from '../boot.ts';
import { keeperSource } from '../keeper/keeper.ts';
import night from '../nights/night.sh?raw';
import { compose, embed, type Program } from '../program.ts';
import serverCall from '../shared/server-call.sh?raw';
import sha256 from '../shared/sha256.sh?raw';
import type { InputLine } from '../wire.ts';
import customerRoot from './customer-root.sh?raw';
import deliverSource from './deliver.sh?raw';
import fetchTarball from './fetch-tarball.sh?raw';
import { endingOf } from './frames.ts';
import machine from './machine.sh?raw';
import places from './places.sh?raw';
import putInPlace from './put-in-place.sh?raw';
import putUnpacked from './put-unpacked.sh?raw';
import rename from './rename.sh?raw';
import stage from './stage.sh?raw';
import takeFrames from './take-frames.sh?raw';
import tarTools from './tar-tools.sh?raw';
import writeAndSum from './write-and-sum.sh?raw';

interface Place {
  /** The customer's root on the host. */
  root: string;
  /** As the host's backup.config names it. */
  server: string;
  /** The host's backup.config. What is delivered is noted beside it, so that it is left out of nights; without it, nowhere. */
  configPath: string | undefined;
  /** It is to lie there unpacked, in a new folder. */
  unpacked?: boolean | undefined;
  /** What is in it takes the place of what is there: just these. */
  places?: readonly WantedPlace[] | undefined;
}

/** A path in the customer's root, and the folder of its night in the tarball. */
export interface WantedPlace {
  label: string;
  /** Relative to the root. */
  path: string;
}

export interface PutPlace {
  path: string;
  /** What was there before, beside it; '' where nothing was. */
  aside: string;
}

/** A tarball that the host fetches from its server. */
export interface Fetched extends Place {
  from: 'server';
  /** The tarball's name in the root, without its ending; a number is put after it where it is taken. */
  name: string;
  backupdir: string;
  /** The hold, and the tarball's file name in it. */
  hold: string;
  tarball: string;
  bytes: number;
  sha256: string;
}

/** One that follows on stdin, in frames (see frames.ts). */
export interface Streamed extends Place {
  from: 'stdin';
}

export type Delivery = Fetched | Streamed;

export interface Delivered {
  /** The file's name in the customer's root, or the folder's. */
  name: string;
  bytes: number;
  sha256: string;
  /** It lay there already, whole. */
  before: boolean;
  /** As uname -s has it. */
  os: string;
  /** What was put in place. */
  places: PutPlace[];
}

/** `done` and `total` in bytes; neither once what came is being verified. */
export interface DeliveryProgress {
  done?: number;
  total?: number;
  /** From now on it may be that something was put in place. */
  placing?: string;
  /** Something was. */
  placed?: PutPlace;
}

/**
 * Runs on the host. Errors: no-space, checksum-mismatch, unreachable (the server, from the host), permission-denied,
 * unsafe-path (someone in the jail meddled, or nothing can be unpacked there), conflict (it is not the same unpacked); in
 * each case nothing is left in the customer's root, but for the places that were told as placed before.
 */
export const deliver: Program<Delivery, Delivered, DeliveryProgress> = {
  name: 'deliver',
  source: compose(
    embed('nk_boot', BOOT),
    embed('nk_keeper', keeperSource),
    night,
    serverCall,
    machine,
    sha256,
    customerRoot,
    stage,
    writeAndSum,
    takeFrames,
    fetchTarball,
    tarTools,
    putUnpacked,
    places,
    rename,
    putInPlace,
    deliverSource,
  ),
  encode: (delivery) => [
    ['root', delivery.root || '/'],
    ['server', delivery.server],
    ['from', delivery.from],
    ['config', delivery.configPath ?? ''],
    ...(delivery.unpacked ? [['as', 'folder'] as const] : []),
    ...(delivery.places ? [['as', 'place'] as const, ...placeLines(delivery.places)] : []),
    ...(delivery.from === 'stdin' ? [] : fetchLines(delivery)),
  ],
  reader: () => {
    let delivered: Delivered = { name: '', bytes: 0, sha256: '', before: false, os: '', places: [] };
    const put: PutPlace[] = [];
    return {
      take: ({ name, fields }) => {
        if (name === 'placing') return { placing: fields.path ?? '' };
        if (name === 'placed' && put.length < MOST_PLACES) {
          const placed = { path: fields.path ?? '', aside: fields.aside ?? '' };
          put.push(placed);
          return { placed };
        }
        if (name === 'progress') return { done: countOf(fields.done) ?? 0, total: countOf(fields.total) ?? 0 };
        if (name === 'verifying') return {};
        if (name === 'delivered') {
          delivered = {
            name: fields.name ?? '',
            bytes: countOf(fields.bytes) ?? 0,
            sha256: fields.sha256 ?? '',
            before: fields.before === 'yes',
            os: fields.os ?? '',
            places: put,
          };
        }
        return undefined;
      },
      result: () => delivered,
    };
  },
};

export const placeLines = (wanted: readonly WantedPlace[]): InputLine[] =>
  wanted.map(({ label, path }) => ['place', `${label}/${path}`]);

const fetchLines = ({ name, backupdir, hold, tarball, bytes, sha256 }: Fetched): InputLine[] => [
  ['name', name],
  ['ending', endingOf(tarball)],
  ['backupdir', backupdir],
  ['hold', hold],
  ['tarball', tarball],
  ['bytes', String(bytes)],
  ['sha256', sha256],
];
