/** Milliseconds between two questions: the least, after news, and the most, while there are none. */
export const LEAST_MS = 3000;
export const MOST_MS = 60_000;
/** So that asking a large fleet takes at most a twentieth of the time. */
const REST_TIMES = 20;

/** When the servers are asked again. Nights seldom come alone: after news the next question follows soon, then ever later. */
export interface AskingPace {
  isDue(): boolean;
  /** They were asked just now, which took so many milliseconds; `isNews` where something was new since the last time. */
  asked(tookMs: number, isNews: boolean): void;
}

export function createAskingPace(now: () => Date): AskingPace {
  let askedAt = Number.NEGATIVE_INFINITY;
  let waitMs = LEAST_MS;
  return {
    isDue: () => now().getTime() - askedAt >= waitMs,
    asked(tookMs, isNews) {
      askedAt = now().getTime();
      const leastMs = Math.max(LEAST_MS, tookMs * REST_TIMES);
      waitMs = Math.min(MOST_MS, isNews ? leastMs : Math.max(leastMs, waitMs * 2));
    },
  };
}
