import { NightkeepError } from '../../contract/index.ts';
import { contains } from '../../domain/nights.ts';
import { outermost } from '../../domain/selections.ts';
import type { HoldRecord } from '../../programs/restore/hold-record.ts';
import { type FindHoldDeps, findHold } from './find-hold.ts';

/** A path in what a hold has of a night, as the programs that read nights take it. */
export const createPathInHold =
  (deps: FindHoldDeps) =>
  async ({ hold, runId, path }: { hold: { server: string; id: string }; runId: string; path: string }) => {
    const { place, record } = await findHold(deps, hold.id, hold.server);
    const { label } = nightIn(record, runId);
    const { server, backupdir } = place;
    return { server, backupdir, runId: `held/${record.id}/${label}`, path: belowRoot(record, path) || '/' };
  };

export type Parts = readonly { runId: string; paths: readonly string[] }[] | undefined;

/** What is asked for of a hold, by its labels, each path without those inside others. Throws not-found, bad-input. */
export function partsOf(record: HoldRecord, parts: NonNullable<Parts>) {
  return Map.groupBy(parts, ({ runId }) => runId)
    .entries()
    .map(([runId, some]) => {
      const paths = some.flatMap((one) => one.paths.map((path) => belowRoot(record, path).replace(/^\//, '')));
      return { runId, label: nightIn(record, runId).label, paths: outermost(paths) };
    })
    .toArray()
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

/** All that it holds, the same way. */
export const allOf = (record: HoldRecord) => partsOf(record, record.nights);

function nightIn(record: HoldRecord, runId: string) {
  const night = record.nights.find((one) => one.runId === runId);
  if (!night)
    throw new NightkeepError('not-found', `the hold ${record.id} has nothing of the night ${runId}`, { runId });
  return night;
}

function belowRoot({ id, root }: HoldRecord, path: string): string {
  if (!contains(root || '/', path))
    throw new NightkeepError('bad-input', `${path} is not in ${root}, which ${id} is of`);
  return path.slice(root.length).replace(/\/+/g, '/').replace(/\/$/, '');
}
