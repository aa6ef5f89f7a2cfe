import type { Night, NightState, Run, RunDetails, RunEntry, Tonight } from '../../../src-main/contract/index.ts';
import { amongRuns, sizesOf } from '../../../src-main/domain/run-details.ts';
import { chance, february, pick } from './clock.ts';
import { anna, customers, hostNames } from './estate.ts';

export const serverOf = (host: string): string => (chance(host) < 0.6 || host === 'jail15' ? 'backup1' : 'backup2');

const minute = (host: string) => (host === 'jail15' ? 52 : pick(`minute ${host}`, 1, 58));
export const runIdOf = (host: string, day: number): string =>
  `${february(day).replaceAll('-', '')}T09${String(minute(host)).padStart(2, '0')}04Z-${host.slice(0, 4)}${String(Math.abs(day)).padStart(2, '0')}`;

const states: Record<string, Record<number, NightState>> = {
  jail12: { 18: 'warning' },
  jail15: { 24: 'warning', 26: 'warning', 27: 'missed', 28: 'warning' },
  jail16: { 28: 'running' },
  jail17: { 27: 'missed', 28: 'missed' },
  virt9: { 28: 'warning' },
  virt10: { 22: 'failed' },
};
export const stateOf = (host: string, day: number): NightState =>
  states[host]?.[day] ?? (host === 'jail3' ? 'unknown' : 'good');

const systemEntries = ['/etc', '/usr/local/jail'];
export const entriesOf = (host: string): string[] => [
  ...systemEntries,
  ...customers.flatMap((customer) =>
    customer.hosts.filter((on) => on.host === host && on.coverage !== 'not-backed-up').flatMap((on) => on.entries),
  ),
];

/** What changed on jail15 for the customer of the mock, by day: [added, changed, deleted]. */
const annasChanges: Record<number, [number, number, number]> = {
  21: [2, 9, 1],
  22: [1, 2, 0],
  23: [0, 0, 0],
  24: [5, 36, 212],
  25: [1, 7, 0],
  28: [0, 5, 0],
};

/** A night that stands in has what it had, so that nothing has grown in it. */
const standsInFor = (day: number, path: string): number => {
  if (day === 26) return 25;
  if (day === 28 && path.endsWith('/www')) return 25;
  return day === 24 && path.endsWith('/var/log') ? 23 : day;
};

function entryOf(host: string, day: number, path: string): RunEntry {
  const copied = path.startsWith(anna) ? standsInFor(day, path) : day;
  const good: RunEntry = {
    path,
    state: 'good',
    files: pick(path, 120, 9000),
    // It grows by up to a twentieth a night, from where it stood.
    bytes: pick(path, 2e6, 9e8) + (copied - 15) * pick(`${path} grows`, 0, 4e5),
    added: 0,
    changed: 0,
    deleted: 0,
  };
  if (path.startsWith(anna)) {
    if (day === 26)
      return {
        ...good,
        state: 'failed',
        sameAs: runIdOf(host, copied),
        message: `${path}: reading failed: Input/output error. The copy of 25 February stands in.`,
      };
    if (day === 28 && path.endsWith('/www'))
      return {
        ...good,
        state: 'missing',
        sameAs: runIdOf(host, copied),
        message: `${path} does not exist on ${host}.`,
      };
    if (day === 24 && path.endsWith('/var/log'))
      return {
        ...good,
        state: 'symlink',
        target: `${anna}/usr/log`,
        sameAs: runIdOf(host, copied),
        message: `${path} is a symlink to usr/log; it was not followed.`,
      };
    const [added, changed, deleted] = path.endsWith('/usr/home') ? (annasChanges[day] ?? [0, 0, 0]) : [0, 0, 0];
    return { ...good, added, changed, deleted };
  }
  if (host === 'virt9' && day === 28 && path.endsWith('/home'))
    return {
      ...good,
      state: 'collapsed',
      files: 310,
      deleted: 3600,
      message: `${path} has 92% fewer files than the night before.`,
    };
  const some = (what: string, most: number) => pick(`${path} ${day} ${what}`, 0, most);
  return { ...good, added: some('added', 9), changed: some('changed', 30), deleted: some('deleted', 3) };
}

const kept = [28, 27, 26, 25, 24, 23, 22, 21];

export function nightsOf(host: string): Night[] {
  let index = 0;
  return kept.map((day): Night => {
    const state = stateOf(host, day);
    const read = state !== 'missed' && state !== 'running' && state !== 'failed';
    const old = host === 'jail3';
    const startedAt = `${february(day)}T09:${String(minute(host)).padStart(2, '0')}:04Z`;
    return {
      host,
      server: serverOf(host),
      runId: state !== 'missed' ? runIdOf(host, day) : `missed-${host}-${february(day)}`,
      index: read ? index++ : -1,
      date: february(day),
      startedAt,
      ...(state === 'running'
        ? {}
        : { finishedAt: new Date(Date.parse(startedAt) + pick(host, 180, 900) * 1000).toISOString() }),
      estimated: old,
      state,
      ...(read ? { expiresInNights: 8 - index } : {}),
      entries: read && !old ? entriesOf(host).map((path) => entryOf(host, day, path)) : [],
    };
  });
}

const failedWith = 'virt10: nothing was published: the connection to backup2 broke off (rsync exit code 12)';

export const runsOf = (host: string): Run[] =>
  nightsOf(host)
    .filter((night) => night.state !== 'missed')
    .map(({ runId, server, state, date, startedAt, finishedAt, entries }) => ({
      runId,
      host,
      server,
      state,
      date,
      startedAt,
      finishedAt,
      message: state === 'failed' ? failedWith : undefined,
      entries,
    }));

export function detailsOf(host: string, asked: string): RunDetails {
  const runs = runsOf(host).filter(({ state }) => state !== 'running' && state !== 'unknown');
  const among = amongRuns(runs, asked);
  const run = runs.find(({ runId }) => runId === among?.runId);
  if (!among || !run) return { sameDate: [], nights: [], sizes: [] };
  const nights = runs.filter(({ runId }) => among.nights.some((night) => night.runId === runId)).reverse();
  return { ...among, run, sizes: sizesOf(run, nights) };
}

const summaries: Record<string, string> = {
  jail11: '01:12 · 6 min · 1.1 GB',
  jail12: '00:41 · 9 min · 2.8 GB',
  jail15: '01:52 · 1 entry missing',
  jail16: 'running 22 min · 64%',
  jail17: 'no result for 2 nights',
  virt9: '92% fewer files · held',
  virt10: '02:30 · 3 min · 420 MB',
  jail3: 'old script, times estimated',
};

export function tonight(days: number): Tonight {
  const list = Array.from({ length: days }, (_, i) => 28 - days + 1 + i);
  const hosts = hostNames.map((host) => ({
    host,
    server: serverOf(host),
    state: stateOf(host, 28),
    isKnown: true,
    cells: list.map((day) =>
      host === 'jail3' && day < 21
        ? null
        : { state: stateOf(host, day), runId: runIdOf(host, day), note: noteOf(host, day) },
    ),
    summary: summaries[host] ?? '',
  }));
  const counts = { good: 0, warning: 0, failed: 0, missed: 0, running: 0, unknown: 0 };
  for (const { cells } of hosts) counts[cells.at(-1)?.state ?? 'unknown']++;
  return { dates: list.map(february), hosts, counts, notKnown: 0, noNight: 0 };
}

function noteOf(host: string, day: number): string | undefined {
  if (host === 'jail15' && day === 28) return '1 entry missing';
  if (host === 'virt9' && day === 28) return '92% fewer files';
  return stateOf(host, day) === 'missed' ? 'no run; cron has no nightkeep line' : undefined;
}
