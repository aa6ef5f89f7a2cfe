import type { Clock } from './clock.ts';

/** What the system tells of its sleep, where the shell can hear it. */
export interface Power {
  /** Gives what ends it. */
  onChange: (listener: (state: 'suspended' | 'resumed') => void) => () => void;
}

export interface Sleep {
  /** True while this machine sleeps and until its network can be expected back: what fails then says nothing. */
  settling(): boolean;
  /** Calls back once that is over. */
  onSettled(listener: () => void): void;
  close(): void;
}

const BEAT_MS = 5000;
/** A heart that missed this many milliseconds was asleep with the machine, or its clock was set. */
const SLEPT_MS = 30_000;
/** Wi-Fi and a VPN are back by then. */
const SETTLE_MS = 60_000;

/**
 * Knows when this machine slept: by what the system tells, and without that by a heart that stood still, which the web
 * shell has too.
 */
export function watchSleep(clock: Clock, power?: Power): Sleep {
  const listeners: (() => void)[] = [];
  let suspended = false;
  let lastBeat = clock.now().getTime();
  let settledAt: number | undefined;

  function look(): void {
    const now = clock.now().getTime();
    if (now - lastBeat > SLEPT_MS) settledAt = now + SETTLE_MS;
    lastBeat = now;
    if (suspended || settledAt === undefined || now < settledAt) return;
    settledAt = undefined;
    for (const listener of listeners) listener();
  }

  const ends = [
    clock.every(BEAT_MS, look),
    power?.onChange((state) => {
      suspended = state === 'suspended';
      lastBeat = clock.now().getTime();
      if (!suspended) settledAt = lastBeat + SETTLE_MS;
    }),
  ];
  return {
    settling() {
      // Asked right after waking, it may be the first to see it.
      look();
      return suspended || settledAt !== undefined;
    },
    onSettled: (listener) => void listeners.push(listener),
    close: () => {
      for (const end of ends) end?.();
    },
  };
}
