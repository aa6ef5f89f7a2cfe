import type { Night, NightState, RunEntry } from '../../src-main/contract/index.ts';
import { count, number } from '../format/counts.ts';
import { fullDate, shortDate } from '../format/dates.ts';
import { isThere, keptAs } from '../format/kept.ts';
import { isInside } from '../format/paths.ts';
import { nightWord } from '../format/states.ts';
import { inZone, startOfRun } from '../format/times.ts';

/** A night as it matters to one customer: the host's night, narrowed to the entries below the customer's root. */
export interface NightView {
  night: Night;
  runId: string;
  date: string;
  state: NightState;
  /** Whether it holds anything that can be read and restored. */
  exists: boolean;
  entries: RunEntry[];
  /** The customer's roots on its host; none where it is the host's night whole. */
  roots: readonly string[];
  added: number;
  changed: number;
  deleted: number;
  /** The date it is the same as, where every entry was carried forward from there. */
  sameAs?: string | undefined;
}

/** Without roots, the host's nights whole. */
export function viewNights(nights: readonly Night[], roots: readonly string[] = [], timeZone = 'UTC'): NightView[] {
  const dates = new Map(nights.map((night) => [night.runId, night.date]));
  return nights
    .map((night) => viewNight(night, roots, (runId) => dates.get(runId) ?? dateOfRun(runId, timeZone)))
    .sort((a, b) => (a.night.startedAt < b.night.startedAt ? -1 : 1));
}

function viewNight(night: Night, roots: readonly string[], dateOf: (runId: string) => string | undefined): NightView {
  const ours = (path: string) => roots.length === 0 || roots.some((root) => isInside(path, root));
  const entries = night.entries.filter((entry) => ours(entry.path));
  const copied = entries.filter((entry) => entry.state !== 'covered');
  const carriedFrom = copied.length > 0 && copied.every((entry) => entry.sameAs) ? copied[0]?.sameAs : undefined;
  const sum = (field: 'added' | 'changed' | 'deleted') => copied.reduce((total, entry) => total + entry[field], 0);
  return {
    night,
    runId: night.runId,
    date: night.date,
    state: stateFor(night.state, copied),
    exists: isThere(night),
    entries,
    roots,
    added: sum('added'),
    changed: sum('changed'),
    deleted: sum('deleted'),
    sameAs: carriedFrom === undefined ? undefined : dateOf(carriedFrom),
  };
}

/**
 * Another customer's missing directory makes the host's night a warning, but is no news for this one; and a customer
 * of whom nothing could be copied has a failed night, whatever the host's is called.
 */
function stateFor(state: NightState, entries: readonly RunEntry[]): NightState {
  if (state !== 'good' && state !== 'warning') return state;
  if (entries.length === 0) return state;
  if (entries.every((entry) => entry.state === 'missing' || entry.state === 'failed')) return 'failed';
  return entries.every((entry) => entry.state === 'good') ? 'good' : 'warning';
}

/** Of a night that is gone from the list. */
const dateOfRun = (runId: string, timeZone: string): string | undefined => {
  const start = startOfRun(runId);
  return start === undefined ? undefined : inZone(start, timeZone).date;
};

const notCopied: readonly RunEntry['state'][] = ['missing', 'failed', 'symlink'];

/** What the last night there is of each host could copy and what not. A night missed since tells nothing of them. */
export function lastCopied(views: readonly NightView[]): {
  copied: RunEntry[];
  collapsed: RunEntry[];
  broken: RunEntry[];
} {
  const last = [...Map.groupBy(views, ({ night }) => night.host).values()].flatMap(
    (ofHost) => ofHost.findLast((view) => view.exists)?.entries ?? [],
  );
  return {
    copied: last.filter(({ state }) => state === 'good' || state === 'covered'),
    collapsed: last.filter(({ state }) => state === 'collapsed'),
    broken: last.filter(({ state }) => notCopied.includes(state)),
  };
}

export const changesOf = (view: NightView): number => view.added + view.changed + view.deleted;

/** What stands in the corner of a calendar cell: `12`, `= 25`, `missed`. Of two nights on a date, what both changed. */
export function shortNote(views: readonly NightView[]): string {
  const last = views.at(-1);
  if (!last) return '';
  if (last.state === 'missed' || last.state === 'running') return last.state;
  const existing = views.filter((view) => view.exists);
  if (existing.length === 0) return '';
  if (existing.some((view) => view.entries.length === 0)) return last.night.estimated ? '≈' : '';
  if (existing.length === 1 && last.sameAs) return `= ${Number(last.sameAs.slice(8))}`;
  return number(existing.reduce((sum, view) => sum + changesOf(view), 0));
}

export function longNote(view: NightView): string {
  if (view.sameAs) return `same as ${shortDate(view.sameAs)}`;
  if (view.state === 'missed') return 'no run that night';
  if (view.state === 'running') return 'running now';
  if (!view.exists) return 'nothing was kept';
  if (view.entries.length === 0)
    return view.night.estimated ? 'date is an estimate, changes not recorded' : 'nothing of this customer';
  return `${count(changesOf(view), 'file')} changed`;
}

/** `Friday 22 February 2013, good, 3 files changed`: the name of a calendar cell. */
export function cellName(date: string, views: readonly NightView[]): string {
  const last = views.at(-1);
  if (!last) return fullDate(date);
  const many = views.length > 1 ? `, ${views.length} nights` : '';
  const existing = views.filter((view) => view.exists);
  const note =
    existing.length > 1 && existing.every((view) => view.entries.length > 0)
      ? `${count(
          existing.reduce((sum, view) => sum + changesOf(view), 0),
          'file',
        )} changed`
      : longNote(last);
  const kept = last.night.kept ? `, ${keptAs(last.night.kept)}` : '';
  return `${fullDate(date)}${many}, ${nightWord[last.state]}${last.state === 'missed' ? '' : `, ${note}`}${kept}`;
}
