import { type Fleet, type Night, NightkeepError, type Selection } from '../../contract/index.ts';
import { nightLabels } from '../../domain/labels.ts';
import { groupSelections, type SelectionGroup } from '../../domain/selections.ts';
import type { SelectedNight, ServerSelection } from '../../programs/restore/selection.ts';
import type { KnownCustomers } from '../nights.ts';
import { type NightPlace, type NightsReader, readableNight } from '../nights-reader.ts';

export interface PreparedNight extends SelectedNight {
  night: Night;
}

/** A selection on one host, with all that is known of its nights. */
export interface PreparedGroup extends Omit<SelectionGroup, 'nights'> {
  place: NightPlace;
  nights: PreparedNight[];
  /** All nights of the host, newest first. */
  known: Night[];
}

export interface PrepareDeps {
  nights: NightsReader;
  customers: Pick<KnownCustomers, 'of'>;
  fleet: () => Fleet;
}

/**
 * Checks what was selected for a customer, and finds its nights. Throws bad-input for a path that is not the
 * customer's, nothing-selected, night-gone.
 */
export async function prepare(
  { nights, customers, fleet }: PrepareDeps,
  customer: string,
  selections: readonly Selection[],
): Promise<PreparedGroup[]> {
  const { groups, refused } = groupSelections(selections, (path) => {
    const found = customers.of(path);
    return found?.id === customer ? found.root : undefined;
  });
  const [first] = refused;
  if (first) {
    throw new NightkeepError('bad-input', `${first.host}: ${first.path} is not in the root of ${customer}`, {
      issues: refused.map(({ host, path }) => ({ path: 'selections', message: `${host}: ${path}` })),
    });
  }
  if (groups.length === 0) throw new NightkeepError('nothing-selected', 'nothing is selected');

  const hosts = [...new Set(groups.map(({ host }) => host))];
  const read = new Map(await Promise.all(hosts.map(async (host) => [host, await nights.of(host)] as const)));
  return groups.map((group) => {
    const { place, nights: known } = read.get(group.host) as Awaited<ReturnType<NightsReader['of']>>;
    const chosen = group.nights.map(({ runId }) => readableNight(known, group.host, runId)).sort(oldestFirst);
    const labels = nightLabels(chosen, fleet().timeZone);
    const prepared = chosen.map((night): PreparedNight => {
      const { runId, date } = night;
      const paths = group.nights.find((each) => each.runId === runId)?.paths ?? [];
      return { runId, date, label: labels.get(runId) ?? date, paths, night };
    });
    return { host: group.host, root: group.root, place, nights: prepared, known };
  });
}

/** The labels go by it, and the first night in a tarball is the one that holds the files. */
const oldestFirst = (a: Night, b: Night) => placeOf(b) - placeOf(a) || (a.startedAt < b.startedAt ? -1 : 1);

/** Those that have left rotation are older than those in it. */
const placeOf = ({ index }: Night): number => (index < 0 ? Number.POSITIVE_INFINITY : index);

export const serverSelection = ({ place, root, nights }: PreparedGroup): ServerSelection => ({
  backupdir: place.backupdir,
  root,
  nights: nights.map(({ runId, date, label, paths }) => ({ runId, date, label, paths })),
});
