/** The fake's present: the morning of Thursday 28 February 2013 in Los Angeles. */
export const now = new Date('2013-02-28T18:30:00Z');
export const timeZone = 'America/Los_Angeles';

/** A number from 0 to 1 that is always the same for the same text. */
export function chance(text: string): number {
  let hash = 2166136261;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  return ((hash >>> 0) % 100_000) / 100_000;
}

export const pick = (text: string, from: number, to: number): number =>
  Math.floor(from + chance(text) * (to - from + 1));

/** Dates of February 2013 up to today, by day of the month; 0 and below reach into January. */
export const february = (day: number): string => new Date(Date.UTC(2013, 1, day)).toISOString().slice(0, 10);
