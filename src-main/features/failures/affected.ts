import type { AffectedCustomer, Fleet } from '../../contract/index.ts';
import { isPublished } from '../../domain/brief-run.ts';
import type { StoredFailure } from '../../stores/history/failure-store.ts';
import type { History } from '../../stores/history/history.ts';

export interface AffectedDeps {
  fleet: () => Fleet;
  history: { customers: Pick<History['customers'], 'onHost'>; runs: Pick<History['runs'], 'brief'> };
  serverOf: (machine: string) => string | undefined;
}

/** Nights that are looked through for the last good one. */
const MOST_RUNS = 40;
const MOST_ROWS = 100_000;

/** Whose data failures are about: of a whole host all who are backed up there, of a server all who are on its hosts. */
export function affectedBy(deps: AffectedDeps, failures: readonly StoredFailure[]): AffectedCustomer[] {
  const { fleet, serverOf } = deps;
  const rows = new Map<string, AffectedCustomer>();
  const add = (row: AffectedCustomer) => {
    const key = JSON.stringify([row.customer, row.host, row.path]);
    const before = rows.get(key);
    // What has lasted longest tells more.
    if (rows.size < MOST_ROWS && (!before || before.since > row.since)) rows.set(key, row);
  };
  for (const { item } of failures) {
    const { host, path, customer, firstSeen: since, lastGood } = item;
    if (path !== undefined) {
      if (customer !== undefined) add({ customer, host, path, since, lastGood });
      continue;
    }
    const isServer = fleet().servers.some(({ name }) => name === host);
    const hosts = isServer ? fleet().hosts.flatMap(({ name }) => (serverOf(name) === host ? [name] : [])) : [host];
    for (const name of hosts) for (const row of ofHost(deps, name)) add({ ...row, since });
  }
  return [...rows.values()].sort(
    (a, b) => compare(a.customer, b.customer) || compare(a.host, b.host) || compare(a.path ?? '', b.path ?? ''),
  );
}

function ofHost({ history }: AffectedDeps, host: string): Omit<AffectedCustomer, 'since'>[] {
  const nights = history.runs.brief({ host, limit: MOST_RUNS }).filter(isPublished);
  const lastGood = (path: string) =>
    nights
      .filter(({ troubled }) => !troubled.some((entry) => entry.path === path))
      .map(({ date }) => date)
      .sort()
      .at(-1);
  return history.customers
    .onHost(host)
    .filter(({ coverage }) => coverage === 'configured')
    .flatMap(({ id, entries }) => entries.map((path) => ({ customer: id, host, path, lastGood: lastGood(path) })));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
