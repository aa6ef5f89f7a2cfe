import type { DeliveredTarball } from '../../domain/reply.ts';
import { endingOf } from '../../programs/restore/frames.ts';
import type { HoldProgress } from '../../programs/restore/hold.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import type { HoldToPack, PackedTarball } from '../../programs/restore/pack.ts';
import type { NightPlace } from '../nights-reader.ts';
import type { RunOptions } from '../run-program.ts';
import { type Destination, isInPlace, isUnpacked } from './destination.ts';
import type { NewTarball } from './hold-nights.ts';

/** The names of the steps for one host. */
export type StepNames = readonly [hold: string, pack: string, copy: string, verify: string];

/** What is packed and delivered: a hold, whether it was made just now or weeks ago. */
export interface HeldPart {
  hold: HoldRecord;
  /** The tarball's file name in the hold. */
  tarball: string;
  /** What it is called at the customer's, by the nights that are in it; without its ending. */
  name: string;
  /** Where it was packed while its nights were held. */
  packed?: PackedTarball | undefined;
  /** What of the hold is packed; all of it without them. */
  parts?: HoldToPack['parts'];
  /** What the customer is told of it. */
  nights: DeliveredTarball['nights'];
}

/** One host's part of a restore. */
export interface RestorePart {
  host: string;
  /** Where the tarball goes. */
  to: Destination;
  place: NightPlace;
  steps: StepNames;
  /** From a hold that was there, not from nights. */
  fromHold: boolean;
  /** Makes the nights safe from rotation, or finds that they are. */
  hold(options: RunOptions<HoldProgress>, tarball: Omit<NewTarball, 'name'>): Promise<HeldPart>;
  /** The name of the tarball, without its ending, where it is packed at the same time. */
  tarball: string;
}

export const stepNames = (first: string, to: Destination, among = ''): StepNames => [
  `${first}${among}`,
  `Pack${among}`,
  `Copy to ${to.desk ? to.folder : to.host}${among}`,
  `${isInPlace(to) ? 'Unpack, compare, and put in place' : isUnpacked(to) ? 'Unpack, and compare' : 'Verify'}${among}`,
];

/** The tarball that a hold has already, the newest that can be unpacked where it goes. */
export const packedBefore = ({ tarballs }: HoldRecord, zstd: boolean | undefined): string | undefined =>
  tarballs.findLast(({ name }) => zstd || endingOf(name) === 'tar.gz')?.name;
