/** Time, as the core is given it: tests give one that stands still or is moved by hand. */
export interface Clock {
  now(): Date;
  /** Calls `work` every `ms`, not at once. Gives what ends it. A program is not kept alive by it. */
  every(ms: number, work: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => new Date(),
  every(ms, work) {
    const timer = setInterval(work, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};
