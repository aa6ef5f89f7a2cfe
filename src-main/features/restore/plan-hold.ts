import type { HoldPlan } from '../../contract/index.ts';
import { humanBytes } from '../../domain/spoken.ts';
import { endingOf } from '../../programs/restore/frames.ts';
import { type RestoreDeps, usualUntil } from './deps.ts';
import { destinationOf, nameAt, type Wanted } from './destination.ts';
import type { FoundHold } from './find-hold.ts';
import { allOf, type Parts, partsOf } from './in-hold.ts';
import { packedBefore } from './part.ts';
import { datesIn, ownerOf } from './part-of-hold.ts';
import { lookAt, tarballAt } from './plan.ts';

/** What restoring from a hold would deliver, and where it would lie: what partOfHold does, told before it is done. */
export async function planHold(
  deps: RestoreDeps,
  { place, record }: FoundHold,
  wanted: Wanted,
  asked?: Parts,
): Promise<HoldPlan> {
  const parts = asked && partsOf(record, asked);
  const { id: customer, root } = ownerOf(deps, record);
  const { host } = place;
  const to = destinationOf(deps, { host, root }, customer, wanted, parts ?? allOf(record));
  const name = nameAt(to, customer, datesIn(record, parts));
  const probed = await lookAt(deps.machines, to, name);
  const kept = packedBefore(record, !to.desk && probed.zstdName !== undefined);
  // Of a part it is not known, whether it was packed before.
  const packed = parts ? undefined : record.tarballs.find((tarball) => tarball.name === kept);
  const tarball = tarballAt(to, host, probed, packed !== undefined && endingOf(packed.name) !== 'tar.gz');
  const bytes = packed?.bytes ?? record.bytes;
  const isTight = tarball.freeBytes !== undefined && tarball.freeBytes < bytes;
  const needs = packed ? 'the tarball has' : 'what is held has, before it is compressed,';
  const until = usualUntil(deps.now());
  return {
    customer,
    tarball,
    packed: packed && { name: packed.name, bytes: packed.bytes },
    bytes: record.bytes,
    // Holding again never shortens.
    until: record.until > until ? record.until : until,
    warnings: isTight
      ? [`${probed.where} has ${humanBytes(tarball.freeBytes ?? 0)} free, and ${needs} ${humanBytes(bytes)}`]
      : [],
  };
}
