/** Tells of many changes at once: at most every so often while they go on, and when it is asked to. */
export interface Gathered {
  soon(): void;
  /** Tells of what is still untold. */
  now(): void;
}

export function createGathered(everyMs: number, tell: () => void): Gathered {
  let untold = false;
  let toldAt = Number.NEGATIVE_INFINITY;
  const now = () => {
    if (!untold) return;
    untold = false;
    toldAt = performance.now();
    tell();
  };
  return {
    now,
    soon() {
      untold = true;
      if (performance.now() - toldAt >= everyMs) now();
    },
  };
}
