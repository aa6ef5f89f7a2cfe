import { list } from '../format/counts.ts';
import { fullDate, shortDate } from '../format/dates.ts';
import { clockIn, inZone } from '../format/times.ts';
import type { NightView } from './night-view.ts';

const twinsOf = ({ night, date }: NightView, among: readonly NightView[]): NightView[] =>
  among.filter((other) => other.night !== night && other.date === date && other.night.host === night.host);

/** ` at 15:55` of a night whose host has another of that date among them, with the second where that tells them apart; else nothing. */
export function timeAmong(view: NightView, among: readonly NightView[], zone: string): string {
  const twins = twinsOf(view, among);
  if (twins.length === 0) return '';
  const { time } = inZone(view.night.startedAt, zone);
  const sameMinute = twins.some((other) => inZone(other.night.startedAt, zone).time === time);
  return ` at ${sameMinute ? clockIn(view.night.startedAt, zone) : time}`;
}

/** `22 Feb` and `Friday 22 February 2013`, for each run id. */
export function namesOf(runIds: readonly string[], views: readonly NightView[], zone: string) {
  const there = views.filter((view) => view.exists);
  return runIds.map((runId) => {
    const view = there.find((one) => one.runId === runId);
    if (!view) return { short: 'a night', full: '' };
    const time = timeAmong(view, there, zone);
    return { short: `${shortDate(view.date)}${time}`, full: `${fullDate(view.date)}${time}` };
  });
}

/** Said after the dates of some nights: which of a date's nights it is, where another is there that is not among them. */
export function whichOf(nights: readonly NightView[], all: readonly NightView[], zone: string): string {
  const there = all.filter((view) => view.exists);
  const alone = nights.filter((view) => twinsOf(view, there).some((twin) => !nights.includes(twin)));
  const [first] = alone;
  if (!first) return '';
  if (nights.length === 1) return timeAmong(first, there, zone);
  return ` (${list(alone.map((view) => `${shortDate(view.date)}${timeAmong(view, there, zone)}`))})`;
}
