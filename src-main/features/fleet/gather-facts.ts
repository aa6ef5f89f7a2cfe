import type { Fleet } from '../../contract/index.ts';
import type { BriefRun } from '../../domain/brief-run.ts';
import type { HostFacts, Today } from '../../domain/host-facts.ts';
import { dateIn, lastDueDate } from '../../domain/time.ts';
import type { History } from '../../stores/history/history.ts';
import type { Whereabouts } from '../../stores/history/place-store.ts';
import { isAnotherThan } from '../host-of.ts';
import type { Reach } from './reach.ts';
import type { ServerFacts } from './server-facts.ts';

export interface GatherDeps {
  fleet: () => Fleet;
  history: Pick<History, 'places' | 'runs'>;
  reach: Reach;
  serverFacts: ServerFacts;
  now: () => Date;
}

/** Runs of a host that are looked at: more than a year of nights. */
const MOST_RUNS = 400;

export function todayOf({ fleet, now }: Pick<GatherDeps, 'fleet' | 'now'>): Today {
  const { timeZone } = fleet();
  const moment = now();
  return { now: moment, timeZone, lastDue: lastDueDate(timeZone, moment) };
}

/** All that is known of a host, for domain/ to judge. */
export function gatherFacts(deps: GatherDeps, host: string): HostFacts {
  const { history, reach, serverFacts } = deps;
  const place = history.places.inBrief(host);
  const server = place?.server;
  const { running, unrecordedDates, lost, lostAt } = serverFacts.of(host);
  const runs = history.runs.briefsOf(host, MOST_RUNS);
  if (running && !runs.some(({ runId }) => runId === running.runId)) runs.unshift(runAtWork(deps, host, running));
  return {
    host,
    server,
    runs,
    wasGood: (runId, path) =>
      history.runs
        .get(host, runId)
        ?.entries.some((entry) => entry.path === path && (entry.state === 'good' || entry.state === 'covered')) ??
      false,
    unrecordedDates,
    // Asked of few, and a hundred paths a host.
    get configured() {
      return history.places.get(host)?.entries;
    },
    place: place && { server: place.server, backupdir: place.backupdir },
    sharesWith: place ? sharing(deps, host, place) : [],
    lost: lostAt === undefined ? undefined : { dates: lost.map(({ date }) => date), since: new Date(lostAt) },
    firstSeen: place && new Date(place.firstSeen),
    unreached: reach.unreached(host),
    serverUnreached: server === undefined ? undefined : reach.unreached(server),
    knownUntil: serverFacts.knownUntil(host, server),
  };
}

function sharing({ fleet, history }: GatherDeps, host: string, place: Whereabouts): string[] {
  const all = history.places.at(place);
  return all.length > 1 ? all.filter(isAnotherThan(fleet(), host)) : [];
}

const runAtWork = (
  { fleet, history }: GatherDeps,
  host: string,
  { runId, startedAt }: { runId: string; startedAt: string },
): BriefRun => ({
  runId,
  host,
  server: history.places.where(host)?.server ?? '',
  state: 'running',
  date: dateIn(fleet().timeZone, new Date(startedAt)),
  startedAt,
  bytes: 0,
  troubled: [],
});
