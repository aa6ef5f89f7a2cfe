import { addDays, daysBetween, monthOf, weekdayOf } from '../format/dates.ts';
import type { NightView } from './night-view.ts';

export interface Day {
  date: string;
  inMonth: boolean;
  nights: NightView[];
}

export interface Week {
  days: Day[];
  /** A week without nights takes less room. */
  empty: boolean;
}

const startOfWeek = (date: string) => addDays(date, -weekdayOf(date));

/**
 * The weeks, Monday first, that cover a month. Weeks still to come are left out, and where that or the turn of a month
 * leaves fewer than three, weeks before are shown too: the nights kept are the last ones, and lie across the turn.
 */
export function weeksOf(month: string, views: readonly NightView[], today: string): Week[] {
  const byDate = Map.groupBy(views, (view) => view.date);
  const first = startOfWeek(`${month}-01`);
  const lastOfMonth = addDays(`${addDays(`${month}-28`, 4).slice(0, 7)}-01`, -1);
  const newest = [...byDate.keys()].sort().at(-1) ?? today;
  const end = newest > today ? newest : today;
  const last = startOfWeek(end < lastOfMonth && end >= first ? end : lastOfMonth);
  const weeks: Week[] = [];
  const start = daysBetween(first, last) < 14 ? addDays(last, -14) : first;
  for (let monday = start; monday <= last; monday = addDays(monday, 7)) {
    const days = Array.from({ length: 7 }, (_, i) => {
      const date = addDays(monday, i);
      return { date, inMonth: monthOf(date) === month, nights: byDate.get(date) ?? [] };
    });
    weeks.push({ days, empty: days.every((day) => day.nights.length === 0) });
  }
  return weeks;
}

export const previousMonth = (month: string): string => monthOf(addDays(`${month}-01`, -1));
export const nextMonth = (month: string): string => monthOf(addDays(`${month}-28`, 4));
