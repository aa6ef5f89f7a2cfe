import type { KeptNight, LongerRule } from '../contract/index.ts';
import { addDays } from './time.ts';

/** A night by its record; one without a record has no date, and is never kept longer. */
export interface DatedNight {
  runId: string;
  date: string;
}

/**
 * Which of these nights a rule keeps: the newest night of each of the newest so many weeks, which begin on Mondays, and of
 * each of the newest so many months, that have one. keeper/longer.sh says the same of the nights on a server, and a test
 * holds the two equal. Nights of later than `latest` are judged among themselves, so that a wrong clock throws out nobody.
 */
export function keptLonger(
  nights: readonly DatedNight[],
  { weeks, months }: LongerRule,
  latest: string,
): Map<string, KeptNight> {
  const dated = nights.filter(({ date, runId }) => DATE.test(date) && /^[0-9A-Za-z]/.test(runId));
  const kept = new Map<string, KeptNight>();
  for (const late of [false, true]) {
    const newestFirst = dated.filter(({ date }) => date > latest === late).sort(byTime);
    const weekly = newestOfEach(newestFirst, weekOf).slice(0, weeks);
    const monthly = newestOfEach(newestFirst, monthOf).slice(0, months);
    for (const { runId } of newestFirst) {
      const [week, month] = [weekly.indexOf(runId), monthly.indexOf(runId)];
      if (week < 0 && month < 0) continue;
      const newest = newestFirst[0]?.date ?? latest;
      const ends = [
        ...(week < 0 ? [] : [dateOfWeek(weekOf(newest) + weeks - week)]),
        ...(month < 0 ? [] : [firstOfMonth(newest, months - month)]),
      ];
      kept.set(runId, { weekly: week >= 0, monthly: month >= 0, until: late ? undefined : ends.sort().at(-1) });
    }
  }
  return kept;
}

/**
 * As what a night in rotation will be kept for certain when it leaves: undefined as long as a newer night of its week and
 * month may come, or where the rule lets it go by then.
 */
export function staysLonger(
  { date, expiresInNights = 1 }: { date: string; expiresInNights?: number | undefined },
  why: KeptNight | undefined,
  nights: readonly DatedNight[],
): KeptNight | undefined {
  const newest = nights.map((night) => night.date).reduce((a, b) => (a > b && isReal(a) ? a : b), '');
  if (!why?.until || !isReal(newest) || why.until <= addDays(newest, expiresInNights)) return undefined;
  const weekly = why.weekly && weekOf(date) < weekOf(newest);
  const monthly = why.monthly && monthOf(date) < monthOf(newest);
  return weekly || monthly ? { ...why, weekly, monthly } : undefined;
}

/** A record may say 2026-19-39. */
const isReal = (date: string): boolean => DATE.test(date) && !Number.isNaN(Date.parse(date));

const DATE = /^\d{4}-[01]\d-[0-3]\d$/;

const byTime = (a: DatedNight, b: DatedNight): number => compareText(b.date, a.date) || compareText(b.runId, a.runId);

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function newestOfEach<Span>(newestFirst: readonly DatedNight[], spanOf: (date: string) => Span): string[] {
  const found = new Map<Span, string>();
  for (const { runId, date } of newestFirst) {
    const span = spanOf(date);
    if (!found.has(span)) found.set(span, runId);
  }
  return [...found.values()];
}

/** Of two dates in one week, from Monday to Sunday, the same number; of the next week, the next. */
function weekOf(date: string): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  // Years that begin in March have their leap day at the end.
  const [y, m] = month < 3 ? [year - 1, month + 9] : [year, month - 3];
  const leapDays = Math.trunc(y / 4) - Math.trunc(y / 100) + Math.trunc(y / 400);
  return Math.trunc((365 * y + leapDays + Math.trunc((153 * m + 2) / 5) + day + 1) / 7);
}

const monthOf = (date: string): string => date.slice(0, 7);

/** The week of 1970-01-01. */
const FIRST_WEEK = weekOf('1970-01-01');

/** Its Monday. */
const dateOfWeek = (week: number): string => addDays('1970-01-01', (week - FIRST_WEEK) * 7 - 3);

function firstOfMonth(date: string, after: number): string {
  const [year = 0, month = 0] = date.split('-').map(Number);
  const months = year * 12 + month - 1 + after;
  return `${String(Math.trunc(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}
