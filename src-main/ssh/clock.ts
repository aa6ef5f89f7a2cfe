/** Time as this folder needs it, so that tests need not wait for it. */
export interface Clock {
  /** Milliseconds. */
  now: () => number;
  /** Calls back once, later; gives what calls it off. Does not keep the process alive. */
  after: (ms: number, callback: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
