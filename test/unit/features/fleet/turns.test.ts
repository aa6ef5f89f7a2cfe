import { expect, onTestFinished, test } from 'vitest';
import { turn } from '../../../../src-main/features/fleet/turns.ts';

test('of many that wait for their turn, each has a round of the event loop of its own', async () => {
  let round = 0;
  let beat = setImmediate(function next() {
    round += 1;
    beat = setImmediate(next);
  });
  onTestFinished(() => clearImmediate(beat));
  const rounds = await Promise.all(Array.from({ length: 20 }, () => turn().then(() => round)));
  expect(new Set(rounds).size).toBe(20);
  expect(rounds).toEqual(rounds.toSorted((a, b) => a - b));
});
