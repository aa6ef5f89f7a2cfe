/** How often it is looked whether there was a turn, in milliseconds. */
const TURN_MS = 200;

/**
 * Calls back once `ms` milliseconds have passed in which this program was there to hear an answer: while it is busy, or
 * asleep with its machine, nobody else is slow. Gives what calls it off. Does not keep the process alive.
 */
export function afterListening(ms: number, callback: () => void): () => void {
  let heard = 0;
  let before = performance.now();
  let isOver = false;
  const turn = () => {
    const now = performance.now();
    // A turn that came late was late by our own doing; an answer may be waiting behind it.
    heard += Math.min(now - before, 2 * TURN_MS);
    before = now;
    if (heard < ms) return;
    clearInterval(timer);
    // What arrived meanwhile is taken in first.
    setImmediate(() => {
      if (!isOver) callback();
    });
  };
  const timer = setInterval(turn, Math.min(TURN_MS, ms));
  timer.unref();
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}

/** Time that stands still while a person thinks, and while this program is busy. */
export function createDeadline(ms: number, over: () => void) {
  let callOff = afterListening(ms, over);
  return {
    async paused<Result>(work: Promise<Result> | undefined): Promise<Result | undefined> {
      callOff();
      try {
        return await work;
      } finally {
        callOff = afterListening(ms, over);
      }
    },
    end: () => callOff(),
  };
}
