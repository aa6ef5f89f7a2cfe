import { setImmediate as nextTurn } from 'node:timers/promises';

let last: Promise<unknown> = Promise.resolve();

/**
 * Resolves when it is one's turn. Each turn is a round of the event loop: of many answers that come together one is taken
 * in at a time, and whoever asks for something else is heard in between.
 */
export function turn(): Promise<unknown> {
  last = last.then(() => nextTurn());
  return last;
}
