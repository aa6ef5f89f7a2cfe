import type { MachineStatus } from '../../src-main/contract/index.ts';
import { addDays, shortDate } from './dates.ts';

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(timeZone, format);
  }
  return format;
}

function partsIn(instant: string | Date, timeZone: string): Record<string, string> {
  const part: Record<string, string> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(new Date(instant))) part[type] = value;
  return part;
}

/** The date and time of an instant (ISO or Date) in a time zone. */
export function inZone(instant: string | Date, timeZone: string): { date: string; time: string } {
  const { year, month, day: date, hour, minute } = partsIn(instant, timeZone);
  return { date: `${year}-${month}-${date}`, time: `${hour}:${minute}` };
}

/** `15:55:07`, where the minute does not tell two moments apart. */
export function clockIn(instant: string | Date, timeZone: string): string {
  const { hour, minute, second } = partsIn(instant, timeZone);
  return `${hour}:${minute}:${second}`;
}

/** When a run began: its id starts with that, in UTC. */
export const startOfRun = (runId: string): string | undefined =>
  /^\d{8}T\d{6}Z/.exec(runId)?.[0].replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:');

/** `today 01:52`, `yesterday 23:10`, `25 Feb 01:52`, with the year where it is another. */
export function when(instant: string, timeZone: string, now: Date): string {
  const { date, time } = inZone(instant, timeZone);
  const today = inZone(now, timeZone).date;
  if (date === today) return `today ${time}`;
  if (date === addDays(today, -1)) return `yesterday ${time}`;
  return date.slice(0, 4) === today.slice(0, 4)
    ? `${shortDate(date)} ${time}`
    : `${shortDate(date)} ${date.slice(0, 4)} ${time}`;
}

/** `just now`, `10 min ago`; what is longer ago than an hour has its time. */
export function ago(instant: string, timeZone: string, now: Date): string {
  const minutes = Math.floor((now.getTime() - new Date(instant).getTime()) / 60_000);
  if (minutes >= 60) return when(instant, timeZone, now);
  return minutes < 1 ? 'just now' : `${minutes} min ago`;
}

/** `as of today 02:14, not answering since today 02:15`; undefined of a machine that answers. */
export function ageOf(
  { toldAt, since }: Pick<MachineStatus, 'toldAt' | 'since'>,
  timeZone: string,
  now: Date,
): string | undefined {
  if (since === undefined) return undefined;
  const asOf = toldAt === undefined ? 'never read' : `as of ${when(toldAt, timeZone, now)}`;
  return `${asOf}, not answering since ${when(since, timeZone, now)}`;
}

/** `12 Mar` or, in another year, `12 Mar 2014`. */
export function day(instant: string, timeZone: string, now: Date): string {
  const { date } = inZone(instant, timeZone);
  const sameYear = date.slice(0, 4) === inZone(now, timeZone).date.slice(0, 4);
  return sameYear ? shortDate(date) : `${shortDate(date)} ${date.slice(0, 4)}`;
}

/** `40 s`, `6 min`, `1 h 12 min` */
export function duration(from: string, to: string | Date): string {
  const seconds = Math.max(0, Math.round((new Date(to).getTime() - new Date(from).getTime()) / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const rest = minutes % 60;
  return rest ? `${Math.floor(minutes / 60)} h ${rest} min` : `${minutes / 60} h`;
}
