import type { Selection } from '../../src-main/contract/index.ts';
import { count } from '../format/counts.ts';
import { dateList } from '../format/dates.ts';
import { whichOf } from './night-names.ts';
import type { NightView } from './night-view.ts';

/** `2 items, nights 22 and 24 Feb`: what a restore or a hold takes, in words. */
export function whatIsTaken(
  all: readonly NightView[],
  selections: readonly Selection[],
  ticks: number,
  zone: string,
): string {
  const taken = all.filter((view) => selections.some((selection) => selection.runId === view.runId));
  const dates = [...new Set(taken.map((view) => view.date))].sort();
  const many = dates.length === 1 ? `${taken.length} nights of` : 'nights';
  const of = `${taken.length === 1 ? 'night' : many} ${dateList(dates)}${whichOf(taken, all, zone)}`;
  if (ticks > 0) return `${count(ticks, 'item')}, ${of}`;
  const paths = new Set(selections.flatMap((selection) => selection.paths));
  return `everything backed up, ${count(paths.size, 'directory', 'directories')}, ${of}`;
}
