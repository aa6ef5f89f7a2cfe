/** Milliseconds to wait before attempt n (from 0): quick at first, then at most 10 s, spread by `random` (0 to 1). */
export const backoff = (attempt: number, random: number): number =>
  Math.round(Math.min(10_000, 250 * 2 ** attempt) * (0.75 + random / 2));
