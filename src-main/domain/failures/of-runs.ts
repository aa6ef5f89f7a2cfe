import type { EntryState, FailureCause, Run, RunEntry } from '../../contract/index.ts';
import { byStart, type HostFacts, isPublished, type Today } from '../host-facts.ts';
import { addDays, dateIn, daysBetween } from '../time.ts';
import type { Finding } from './finding.ts';
import { Streaks } from './streaks.ts';

/** Which states of an entry are trouble. Exhaustive: a new state has to say what it is. */
const causeOfState: Record<EntryState, FailureCause | undefined> = {
  good: undefined,
  covered: undefined,
  missing: 'entry-missing',
  symlink: 'entry-symlink',
  failed: 'entry-failed',
  collapsed: 'collapsed',
};

/** What the runs of a host say, date by date, from its first night to the last that was due. */
export function findingsOfRuns(facts: HostFacts, today: Today): Finding[] {
  const streaks = new Streaks(facts.host);
  const lastGood = new Map<string, string>();
  const byDate = Map.groupBy([...facts.runs].sort(byStart), (run) => run.date);

  for (const date of datesToJudge(facts, today)) {
    const runs = byDate.get(date);
    if (!runs) {
      if (date <= today.lastDue && !facts.unrecordedDates.includes(date)) seeMissed(streaks, facts, date);
      continue;
    }
    for (const run of runs) {
      if (run.state === 'failed') {
        streaks.see({ cause: 'run-failed', message: run.message ?? 'the run failed', at: endOf(run), date });
      } else if (isPublished(run)) {
        judgeEntries(streaks, run, lastGood);
      }
    }
  }
  return streaks.findings();
}

function judgeEntries(streaks: Streaks, run: Run, lastGood: Map<string, string>): void {
  const at = endOf(run);
  const paths = new Set(run.entries.map(({ path }) => path));
  streaks.resolve(at, ({ path, cause }) =>
    path === undefined ? cause === 'run-failed' || cause === 'missed' : !paths.has(path),
  );
  for (const entry of run.entries) {
    const cause = causeOfState[entry.state];
    streaks.resolve(at, (finding) => finding.path === entry.path && finding.cause !== cause);
    if (!cause) lastGood.set(entry.path, run.date);
    else {
      const message = messageOf(cause, entry, lastGood.get(entry.path));
      streaks.see({ path: entry.path, cause, message, at, date: run.date, suggestion: entry.target });
    }
  }
}

function messageOf(cause: FailureCause, entry: RunEntry, lastGood: string | undefined): string {
  const what: Partial<Record<FailureCause, string>> = {
    'entry-missing': 'a directory to back up is not there',
    'entry-symlink': symlinkMessage(entry),
    'entry-failed': entry.message ?? 'a directory could not be copied',
    collapsed: entry.message ?? 'a directory lost most of its files since the night before',
  };
  const said = what[cause] ?? entry.message ?? '';
  if (cause === 'collapsed') return said;
  return lastGood ? `${said}; last copied on ${lastGood}` : `${said}; it was never copied`;
}

/** The run's own words name the component that is a symlink; the path itself stands beside the message anyway. */
function symlinkMessage({ path, message }: RunEntry): string {
  if (!message) return 'a directory to back up is a symlink, and symlinks are not followed';
  return message.startsWith(`${path} is`) ? message.replace(path, 'a directory to back up') : message;
}

function seeMissed(streaks: Streaks, facts: HostFacts, date: string): void {
  const last = lastNightBefore(facts, date);
  const message = last ? `no result since ${last}` : 'it has never been backed up';
  // Noon UTC is on that date nearly everywhere; a night that did not come has no time of its own.
  streaks.see({ cause: 'missed', message, at: `${date}T12:00:00.000Z`, date });
}

function lastNightBefore({ runs, unrecordedDates }: HostFacts, date: string): string | undefined {
  const dates = [...runs.filter(({ state }) => state !== 'running').map((run) => run.date), ...unrecordedDates];
  return dates
    .filter((other) => other < date)
    .sort()
    .at(-1);
}

/** From the first date there is anything of. A host without any night counts from the day after it was first seen. */
function datesToJudge({ runs, unrecordedDates, configured, firstSeen }: HostFacts, today: Today): string[] {
  const dates = [...runs.map((run) => run.date), ...unrecordedDates].sort();
  const seen = firstSeen && configured?.length ? addDays(dateIn(today.timeZone, firstSeen), 1) : undefined;
  const first = dates[0] ?? seen;
  if (!first) return [];
  const last = [dates.at(-1) ?? first, today.lastDue].sort().at(-1) ?? first;
  return Array.from({ length: daysBetween(first, last) + 1 }, (_, days) => addDays(first, days));
}

const endOf = (run: Run) => run.finishedAt ?? run.startedAt;
