import type { Clock } from '../../src-main/features/clock.ts';

export interface ManualClock extends Clock {
  /** Lets time pass, with all that is due in it. */
  pass(ms: number): void;
  /** The machine sleeps: its clock goes on, and nothing that is due happens. */
  sleep(ms: number): void;
  /** How many are wound up. */
  timers(): number;
}

/** A clock that stands still but when it is moved. */
export function manualClock(start: Date): ManualClock {
  let now = start.getTime();
  const timers = new Set<{ ms: number; due: number; work: () => void }>();
  return {
    now: () => new Date(now),
    every(ms, work) {
      const timer = { ms, due: now + ms, work };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    pass(ms) {
      const end = now + ms;
      for (;;) {
        const [next] = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
        if (!next) break;
        now = Math.max(now, next.due);
        next.due = now + next.ms;
        next.work();
      }
      now = end;
    },
    timers: () => timers.size,
    sleep(ms) {
      now += ms;
      for (const timer of timers) timer.due = Math.max(timer.due, now);
    },
  };
}
