import type { EntryState, Run, RunEntry } from '../../src-main/contract/index.ts';
import { briefOf, isTroubled } from '../../src-main/domain/brief-run.ts';
import type { HostFacts } from '../../src-main/domain/host-facts.ts';

export const runEntry = (path: string, state: EntryState = 'good', more: Partial<RunEntry> = {}): RunEntry => ({
  path,
  state,
  files: 10,
  bytes: 1000,
  added: 0,
  changed: 0,
  deleted: 0,
  ...more,
});

/** A run at 09:00 UTC of a date, a minute long, good unless an entry or `more` says otherwise. */
export function run(date: string, entries: RunEntry[] = [runEntry('/etc')], more: Partial<Run> = {}): Run {
  const isGood = !entries.some(isTroubled);
  return {
    runId: `${date.replaceAll('-', '')}T090000Z-aaaaaa`,
    host: 'jail15',
    server: 'backup1',
    state: isGood ? 'good' : 'warning',
    date,
    startedAt: `${date}T09:00:00Z`,
    finishedAt: `${date}T09:01:00Z`,
    entries,
    ...more,
  };
}

export const failedRun = (date: string, message = 'connection refused'): Run =>
  run(date, [], { state: 'failed', message, runId: `${date.replaceAll('-', '')}T090000Z-failed` });

/** What is known of a host with these runs. */
export const hostFacts = (more: Partial<HostFacts>, runs: readonly Run[]): HostFacts => ({
  host: 'jail15',
  server: 'backup1',
  runs: runs.map(briefOf),
  wasGood: (runId, path) =>
    runs.some(
      (run) => run.runId === runId && run.entries.some((entry) => entry.path === path && entry.state === 'good'),
    ),
  place: { server: 'backup1', backupdir: '/data/jail15' },
  sharesWith: [],
  lost: undefined,
  unrecordedDates: [],
  configured: undefined,
  firstSeen: undefined,
  unreached: undefined,
  serverUnreached: undefined,
  knownUntil: new Date('2100-01-01T00:00:00Z'),
  ...more,
});
