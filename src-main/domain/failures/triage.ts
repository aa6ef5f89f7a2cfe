import type { FailureCause, TriageKind } from '../../contract/index.ts';
import { instantOf } from '../told-values.ts';

/** What somebody did about a failure, as the log that staff share has it. */
export interface Triage {
  /** The failure's id. */
  failure: string;
  kind: TriageKind;
  by: string;
  /** ISO 8601 with milliseconds; of two, the later counts. */
  at: string;
  /** Since when the failure lasted, as they saw it. */
  since?: string | undefined;
  reason?: string | undefined;
  until?: string | undefined;
}

const kinds: Record<TriageKind, true> = { take: true, acknowledge: true, snooze: true, reopen: true };
export const triageKinds = Object.keys(kinds) as TriageKind[];

/** Failures that one line of the log names: with more, it would no more be written at once. */
export const MOST_IN_ACT = 60;
const MOST_READ = 1000;
const LONGEST_NAME = 200;
const LONGEST_REASON = 1000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What a colleague's clock may be ahead: one that is later would win for good. */
const MOST_AHEAD_MS = HOUR_MS;
const LONGEST_SNOOZE_MS = 366 * DAY_MS;

type Fields = Readonly<Record<string, string | undefined>>;

/** The fields of an act about failures; whoever reads the log gets them back by `triagesOf`. */
export function fieldsOfTriage(
  failures: readonly { id: string; firstSeen: string }[],
  { at, reason, until }: Pick<Triage, 'at' | 'reason' | 'until'>,
): Record<string, string | undefined> {
  return { failures: failures.map(({ id, firstSeen }) => `${id}=${firstSeen}`).join(' '), moment: at, reason, until };
}

/** What a line of a server's log says of failures; nothing where it is no such line, or can't be one. */
export function triagesOf(fields: Fields, now: Date): Triage[] {
  const kind = triageKinds.find((one) => one === fields.action);
  const at = momentOf(fields.moment ?? fields.at);
  const by = textOf(fields.by, LONGEST_NAME);
  if (!kind || !at || !by || Date.parse(at) > now.getTime() + MOST_AHEAD_MS) return [];
  const until = momentOf(fields.until);
  if (kind === 'snooze' && (!until || Date.parse(until) > now.getTime() + LONGEST_SNOOZE_MS)) return [];
  const reason = textOf(fields.reason, LONGEST_REASON);
  return namedIn(fields).map(({ id, since }) => ({
    failure: id,
    kind,
    by,
    at,
    since,
    ...(kind === 'acknowledge' ? { reason } : {}),
    ...(kind === 'snooze' ? { until } : {}),
  }));
}

/** The failures that an act names, whatever it says of them. */
export const namedIn = ({ failures, failure }: Fields): { id: string; since: string | undefined }[] =>
  // An older Nightkeep named only one.
  (failures ?? failure ?? '')
    .slice(0, MOST_READ * 200)
    .split(' ', MOST_READ)
    .flatMap((pair) => {
      const [id = '', since] = pair.split('=');
      return /^[A-Za-z0-9._-]{1,128}$/.test(id) ? [{ id, since: momentOf(since) }] : [];
    });

function momentOf(text: string | undefined): string | undefined {
  const known = instantOf(text);
  return known && new Date(known).toISOString();
}

const textOf = (text: string | undefined, longest: number): string | undefined =>
  text
    ?.slice(0, longest)
    .replace(/\p{Cc}+/gu, ' ')
    .trim() || undefined;

/**
 * Since when these last is not in any record, and so each app's own: what a colleague did shortly before this app saw it
 * is about the same failure.
 */
const seenApart: Partial<Record<FailureCause, number>> = {
  unreachable: HOUR_MS,
  'host-key-changed': HOUR_MS,
  'nights-lost': 7 * DAY_MS,
  'shared-backupdir': 7 * DAY_MS,
  'server-filling': 7 * DAY_MS,
  rotten: 7 * DAY_MS,
};

/** Whether it is about this failure as it lasts now: one that was over and came back is a new one. */
export function isAbout(
  { at, since }: Triage,
  { cause, firstSeen }: { cause: FailureCause; firstSeen: string },
): boolean {
  const begun = Date.parse(firstSeen);
  return (since !== undefined && Date.parse(since) === begun) || Date.parse(at) >= begun - (seenApart[cause] ?? 0);
}

/** A moment that is later than all that is known, though a colleague's clock is ahead. */
export const momentAfter = (now: Date, known: readonly (string | undefined)[]): string =>
  new Date(Math.max(now.getTime(), ...known.map((at) => (at ? Date.parse(at) + 1 : 0)))).toISOString();
