import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds. It only stops a hang: machines do much else, and may be many times slower than yours. */
export const PATIENCE = 4 * 60_000;

/** Waits until it is so. `what` tells, where it never is, what was waited for and what was there. */
export async function until(isSo: () => boolean, what: () => string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what()}`);
    await pause(10);
  }
}
