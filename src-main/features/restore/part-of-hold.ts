import { createHash } from 'node:crypto';
import { NightkeepError, type Run } from '../../contract/index.ts';
import { tarballName } from '../../domain/labels.ts';
import { listRuns } from '../../programs/fleet/list-runs.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import { type RunOptions, runProgram } from '../run-program.ts';
import { contentsOf } from './contents.ts';
import { type RestoreDeps, usualUntil } from './deps.ts';
import { destinationOf, nameAt, type Wanted } from './destination.ts';
import type { FoundHold } from './find-hold.ts';
import { keepLonger } from './hold-nights.ts';
import { allOf, type Parts, partsOf } from './in-hold.ts';
import { packedBefore, type RestorePart, stepNames } from './part.ts';

/**
 * A restore from a hold, whether or not its nights are still in rotation: the tarball that it has, or a new one of what
 * it holds. It is kept as long as a hold that is made now.
 */
export function partOfHold(
  deps: RestoreDeps,
  { place, record }: FoundHold,
  { customer, by, parts: asked }: { customer: string; by: string; parts?: Parts },
  wanted?: Wanted,
): RestorePart {
  const { host } = place;
  const parts = asked && partsOf(record, asked);
  const dates = datesIn(record, parts);
  const name = tarballName(customer, dates);
  const to = destinationOf(deps, { host, root: ownerOf(deps, record).root }, customer, wanted, parts ?? allOf(record));
  return {
    host,
    to,
    place,
    steps: stepNames(`Find the hold on ${place.server}`, to),
    fromHold: true,
    tarball: parts ? partName(parts) : name,
    async hold(options, { zstd }) {
      const kept = { by, customer, until: usualUntil(deps.now()) };
      const hold = await keepLonger(deps, place, record, kept, options);
      const tarball = parts ? `${partName(parts)}.tar.gz` : (packedBefore(hold, zstd) ?? `${name}.tar.gz`);
      const runs = await runsOf(deps, { place, record }, options);
      const nights = hold.nights.flatMap(({ runId, date, label, paths: held }) => {
        const part = parts?.find((one) => one.runId === runId);
        if (parts && !part) return [];
        const paths = part?.paths.map((path) => `${record.root}${path && '/'}${path}`) ?? held;
        const entries = runs.find((run) => run.runId === runId)?.entries ?? [];
        const contents = { date, label, estimated: isEstimated(runId), paths, asked: paths, entries };
        return [contentsOf(contents, record.root, (id) => runs.find((run) => run.runId === id)?.date)];
      });
      return { hold, tarball, name: nameAt(to, customer, dates), nights, parts };
    },
  };
}

/** The dates of what is restored of a hold. */
export const datesIn = ({ nights }: HoldRecord, parts: readonly { runId: string }[] | undefined): string[] =>
  nights.filter(({ runId }) => !parts || parts.some((part) => part.runId === runId)).map(({ date }) => date);

/** The same for the same parts, so that what was packed once is found. */
const partName = (parts: ReturnType<typeof partsOf>): string =>
  `part-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)}`;

/**
 * Whose a hold is, by all of its paths: one that was made by itself names nobody, and may hold several customers'
 * files, none of which another may be given. Throws bad-input.
 */
export function ownerOf({ customers }: Pick<RestoreDeps, 'customers'>, { id, customer, nights }: HoldRecord) {
  const [first, ...others] = nights.flatMap(({ paths }) => paths).map((path) => customers.of(path));
  if (!first || others.some((other) => other?.id !== first.id || other.root !== first.root)) {
    throw new NightkeepError('bad-input', `the hold ${id} has more in it than the files of one customer`, { id });
  }
  if (customer !== undefined && customer !== first.id) {
    const message = `the hold ${id} was made for ${customer}, and its paths are those of ${first.id}`;
    throw new NightkeepError('bad-input', message, { id });
  }
  return first;
}

/** A night of the old script has no record that could say its date. */
const isEstimated = (runId: string): boolean => runId.startsWith('old-');

/** The records of the nights in a hold, which stay on the server when the nights have left rotation. */
async function runsOf(
  { machines }: RestoreDeps,
  { place, record }: FoundHold,
  { signal }: RunOptions<never>,
): Promise<Run[]> {
  const ids = record.nights.map(({ runId }) => runId).filter((runId) => !isEstimated(runId));
  const [oldest] = ids.sort();
  if (oldest === undefined) return [];
  // What is asked for comes after the id that is named; this one sorts right before the oldest.
  const asked = [{ backupdir: place.backupdir, after: oldest.slice(0, -1) }];
  return (await runProgram(machines, place.server, listRuns, asked, { signal })).flat();
}
