import type { Night, RunEntry } from '../../src-main/contract/index.ts';
import { isThere } from '../format/kept.ts';

/** Those that have left rotation are older than those in it. */
const newestFirstOf = (a: Night, b: Night): number =>
  Number(a.index < 0) - Number(b.index < 0) || a.index - b.index || (a.startedAt < b.startedAt ? 1 : -1);

export interface ComparedNights {
  /** The last night that has the entry whole; undefined where it has left rotation. */
  good: Night | undefined;
  /** The newest night that it collapsed in. */
  collapsed: Night | undefined;
}

/**
 * The two nights that an alarm about a collapsed entry is about. Nights made since have what the collapsed one has, so
 * that the two newest would show no loss.
 */
export function comparedNights(nights: readonly Night[], path: string): ComparedNights {
  const newestFirst = nights.filter(isThere).sort(newestFirstOf);
  const entryOf = (night: Night): RunEntry | undefined => night.entries.find((entry) => entry.path === path);
  const collapsed = newestFirst.find((night) => entryOf(night)?.state === 'collapsed');
  const before = collapsed ? newestFirst.slice(newestFirst.indexOf(collapsed) + 1) : [];
  return { good: before.find((night) => entryOf(night)?.state === 'good'), collapsed };
}
