import type { EntryState, FailureCause, RunEntry } from '../../contract/index.ts';
import { type BriefRun, byStart, isPublished } from '../brief-run.ts';
import { begunOf, type HostFacts, lastKnownDate, type Today } from '../host-facts.ts';
import { latestDate, missedDates } from '../missed.ts';
import { spokenDate } from '../spoken.ts';
import { dateIn, datesUpTo, daysBetween } from '../time.ts';
import type { Finding } from './finding.ts';
import { Streaks } from './streaks.ts';

/** Which cause a troubled entry has. Exhaustive: a new state has to say what it is. */
const causeOfState: Record<EntryState, FailureCause | undefined> = {
  good: 'entry-incomplete',
  covered: undefined,
  missing: 'entry-missing',
  symlink: 'entry-symlink',
  failed: 'entry-failed',
  collapsed: 'collapsed',
};

/** What the runs of a host say, date by date, from its first night to the last that was due. */
export function findingsOfRuns(facts: HostFacts, today: Today): Finding[] {
  const streaks = new Streaks(facts.host);
  const latest = latestDate(today);
  // One that is dated in the future says nothing of any date, and must not pass for the newest.
  const runs = facts.runs.filter(({ date }) => date <= latest).sort(byStart);
  const byDate = Map.groupBy(runs, (run) => run.date);
  const missed = new Set(missedOf(facts, today));

  for (const date of [...new Set([...byDate.keys(), ...missed])].sort()) {
    if (missed.has(date)) seeMissed(streaks, facts, date, latest);
    for (const run of byDate.get(date) ?? []) {
      if (run.state === 'failed') {
        streaks.see({ cause: 'run-failed', message: run.message ?? 'the run failed', at: endOf(run), date });
      } else if (isPublished(run)) {
        judgeEntries(streaks, run);
      }
    }
  }
  return streaks.findings().map((finding) => withLastGood(finding, runs, facts));
}

function judgeEntries(streaks: Streaks, run: BriefRun): void {
  const at = endOf(run);
  const clock = clockTrouble(run);
  const lasts = new Set(run.troubled.map(({ path, state }) => JSON.stringify([path, causeOfState[state]])));
  streaks.resolve(at, ({ path, cause }) =>
    path === undefined
      ? cause === 'run-failed' ||
        cause === 'missed' ||
        (cause === 'rsync-follows' && !run.follows) ||
        (cause === 'clock-wrong' && !clock)
      : !lasts.has(JSON.stringify([path, cause])),
  );
  if (run.follows) streaks.see({ cause: 'rsync-follows', message: followsMessage(run.follows), at, date: run.date });
  if (clock) streaks.see({ cause: 'clock-wrong', message: clock, at, date: run.date });
  for (const entry of run.troubled) {
    const cause = causeOfState[entry.state];
    if (!cause) continue;
    const message = messageOf(cause, entry);
    streaks.see({ path: entry.path, cause, message, at, date: run.date, suggestion: entry.target });
  }
}

const followsMessage = (version: string) =>
  `its rsync ${version} follows a symlink that takes a folder's place while the night runs: a customer who does that gets other customers' files into their own nights. Install rsync 3.5.0 or newer there, or run the night as root on Linux 5.10 or newer, with unshare and nsenter`;

/** What two clocks may be apart; night/clock.sh has the same. */
const MOST_SKEW_SECONDS = 7200;

/** In words, where the clocks of a run's host and server were too far apart for both to be right. */
function clockTrouble({ clockSkewSeconds = 0, server }: BriefRun): string | undefined {
  const apart = Math.abs(clockSkewSeconds);
  if (apart <= MOST_SKEW_SECONDS) return undefined;
  const long = apart < 2 * 86_400 ? `${Math.floor(apart / 3600)} hours` : `${Math.floor(apart / 86_400)} days`;
  const direction = clockSkewSeconds > 0 ? 'ahead of' : 'behind';
  return `its clock was ${long} ${direction} that of ${server}; while one of them is wrong, nights may have wrong dates`;
}

function messageOf(cause: FailureCause, entry: RunEntry): string {
  const what: Partial<Record<FailureCause, string>> = {
    'entry-missing': 'it does not exist on the host',
    'entry-symlink': symlinkMessage(entry),
    'entry-failed': entry.message ?? 'a directory could not be copied',
    'entry-incomplete': `${entry.message}; what is named may be missing from the night, incomplete, or as it was before`,
    collapsed: entry.message ?? 'a directory lost most of its files since the night before',
  };
  return what[cause] ?? entry.message ?? '';
}

/** Nights that are looked through for the last good copy of an entry. */
const MOST_LOOKED_THROUGH = 30;

/** Says, of an entry that lasts in trouble, which night has it, and so what is at risk. */
function withLastGood(finding: Finding, runs: readonly BriefRun[], { wasGood }: HostFacts): Finding {
  const { path, cause, resolvedAt, firstSeen } = finding;
  if (path === undefined || resolvedAt) return finding;
  const before = runs.filter((run) => isPublished(run) && endOf(run) < firstSeen).slice(-MOST_LOOKED_THROUGH);
  const lastWithout = (isTrouble: (entry: RunEntry) => boolean) =>
    before.findLast(
      ({ runId, troubled }) =>
        !troubled.some((entry) => entry.path === path && isTrouble(entry)) && wasGood(runId, path),
    );
  const lastGood = lastWithout(() => true)?.date;
  if (cause === 'collapsed' || cause === 'entry-incomplete') return { ...finding, lastGood };
  const last = lastWithout(({ state }) => state !== 'good');
  const risk = last
    ? `last copied on ${spokenDate(last.date)}; that copy stands in each night, and nothing newer is backed up`
    : 'it was never copied: nothing of it is backed up';
  return { ...finding, message: `${finding.message}; ${risk}`, lastGood };
}

/** The run's own words name the component that is a symlink; the path itself stands beside the message anyway. */
function symlinkMessage({ path, message }: RunEntry): string {
  if (!message) return 'it is a symlink, and symlinks are not followed';
  return message.startsWith(`${path} is`) ? message.replace(path, 'it') : message;
}

function seeMissed(streaks: Streaks, facts: HostFacts, date: string, latest: string): void {
  const last = lastNightBefore(facts, date);
  const since = last ? `nothing was backed up since ${spokenDate(last)}` : 'it has never been backed up';
  const ahead = facts.runs.find((run) => run.date > latest);
  const message = ahead
    ? `${since}, but for a night dated ${spokenDate(ahead.date)}, which can't be: is its clock right?`
    : since;
  // Noon UTC is on that date nearly everywhere; a night that did not come has no time of its own.
  streaks.see({ cause: 'missed', message, at: `${date}T12:00:00.000Z`, date });
}

function lastNightBefore({ runs, unrecordedDates }: HostFacts, date: string): string | undefined {
  const dates = [...runs.filter(isPublished).map((run) => run.date), ...unrecordedDates];
  return dates
    .filter((other) => other < date)
    .sort()
    .at(-1);
}

/** Dates without a night that are looked back on; what lasts longer is told by the date of the last night. */
const MOST_MISSED = 1000;

/** What its server did not tell yet is not missed. */
function missedOf(facts: HostFacts, today: Today): string[] {
  const lastKnown = lastKnownDate(facts, today);
  return dueOf(facts, today).filter((date) => date <= lastKnown);
}

/** A host without any night counts from the day after it was first seen. */
function dueOf(facts: HostFacts, today: Today): string[] {
  const begun = begunOf(facts);
  if (begun.length > 0) return missedDates(begun, today, MOST_MISSED);
  const { configured, firstSeen } = facts;
  if (!firstSeen || !configured?.length) return [];
  const days = daysBetween(dateIn(today.timeZone, firstSeen), today.lastDue);
  return days > 0 ? datesUpTo(today.lastDue, Math.min(days, MOST_MISSED)) : [];
}

const endOf = (run: BriefRun) => run.finishedAt ?? run.startedAt;
