/**
 * Values as machines and their files tell them, or undefined where they can't be one. Whoever has broken into a host writes
 * what they like into its records, and one date that is none would end a screen, or the reading of every other host.
 */

/** Where a date or a time has to stand and none that can be was told: nobody takes it for a night's. */
export const NO_DATE = '1970-01-01';
export const NO_TIME = `${NO_DATE}T00:00:00Z`;

/** What a date is told of that has more digits than people read. */
export const LATEST = '9999-12-31T23:59:59Z';

/** A whole number, not negative, that JavaScript holds exactly. */
export const countOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** A calendar date, `YYYY-MM-DD`. */
export const dateOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && isSameDate(text) ? text : undefined;

/** ISO 8601 in UTC, as it was told. */
export const instantOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : undefined;

/** `2026-02-31` is parsed as a day of March. */
function isSameDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
