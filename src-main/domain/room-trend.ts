import { daysBetween } from './time.ts';

/** The room on a server's disk, as it was on one date. */
export interface RoomReading {
  date: string;
  freeBytes: number;
  totalBytes: number;
}

/** By its own trend. */
export interface Filling {
  /** Whole days, rounded down; 0 where it is full. */
  inDays: number;
  bytesADay: number;
}

/** Days that are remembered, one reading each. */
const MOST_READINGS = 60;
/** A trend of last month says nothing of a server whose hosts moved since. */
const DAYS_LOOKED_AT = 30;
const LEAST_READINGS = 5;
/** A disk whose size differs by more is another one; a file system in a shared pool differs by a little every day. */
const OTHER_SIZE = 0.02;
/** Of all pairs of readings, so many have to go the same way. */
const CLEAR_SHARE = 0.8;
/** Less of the disk a day is what goes in and out of any week. */
const LEAST_SHARE_A_DAY = 0.0002;
/** A claim reaches so many times as far ahead as its readings reach back. */
const TIMES_AHEAD = 10;
const MOST_DAYS_AHEAD = 180;
/** Of bytes; no file system is larger, and sums of such numbers are still exact enough. */
const LARGEST = 2 ** 62;

const isReading = ({ freeBytes, totalBytes }: Pick<RoomReading, 'freeBytes' | 'totalBytes'>): boolean =>
  Number.isFinite(freeBytes) && totalBytes > 0 && totalBytes < LARGEST && freeBytes <= totalBytes;

/** With the first reading of its date; the same array where there is nothing to add. */
export function withReading(readings: readonly RoomReading[], reading: RoomReading): readonly RoomReading[] {
  const last = readings.at(-1);
  if (!isReading(reading) || last?.date === reading.date) return readings;
  // After a clock was set back, what is dated in the future would stand in the way for good.
  const before = readings.filter(({ date }) => date < reading.date);
  // Where root has taken what is kept for it, less than nothing is free.
  return [...before, { ...reading, freeBytes: Math.max(0, reading.freeBytes) }].slice(-MOST_READINGS);
}

/** When a disk will be full, where its readings say so clearly; else nothing. */
export function fillingOf(readings: readonly RoomReading[]): Filling | undefined {
  const points = pointsOf(readings);
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < LEAST_READINGS) return undefined;
  const slopes = points.flatMap((from, index) =>
    points.slice(index + 1).map((to) => (from.freeBytes - to.freeBytes) / (to.day - from.day)),
  );
  const falling = slopes.filter((slope) => slope > 0).length;
  // The median of all slopes: one night that deleted much, or one that came twice, does not move it.
  const bytesADay = median(slopes);
  if (falling < slopes.length * CLEAR_SHARE || bytesADay < last.totalBytes * LEAST_SHARE_A_DAY) return undefined;
  const inDays = Math.floor(last.freeBytes / bytesADay);
  const farthest = Math.min(MOST_DAYS_AHEAD, TIMES_AHEAD * (last.day - first.day));
  return inDays <= farthest ? { inDays, bytesADay: Math.round(bytesADay) } : undefined;
}

/** The readings of the disk that is there now, with how many days after the first each was. */
function pointsOf(readings: readonly RoomReading[]): (RoomReading & { day: number })[] {
  const last = readings.at(-1);
  if (!last) return [];
  const lately = readings.filter(({ date }) => daysBetween(date, last.date) < DAYS_LOOKED_AT);
  const otherSize = lately.findLastIndex(({ totalBytes }, index) => {
    const next = lately[index + 1];
    return next !== undefined && Math.abs(next.totalBytes - totalBytes) > OTHER_SIZE * next.totalBytes;
  });
  const same = lately.slice(otherSize + 1);
  return same.map((reading) => ({ ...reading, day: daysBetween(same[0]?.date ?? reading.date, reading.date) }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}
