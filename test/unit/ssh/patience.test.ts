import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { afterListening } from '../../../src-main/ssh/patience.ts';

function beBusy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('time in which this program was busy is nobody else’s silence', async () => {
  let calls = 0;
  afterListening(600, () => {
    calls += 1;
  });
  beBusy(2000);
  // An answer that came meanwhile is heard before anybody is given up.
  await pause(1);
  expect(calls).toBe(0);
  await expect.poll(() => calls, { timeout: 300_000 }).toBe(1);
  await pause(300);
  expect(calls).toBe(1);
});

test('called off, it never calls back, not even where its time was up', async () => {
  let calls = 0;
  const callOff = afterListening(10, () => {
    calls += 1;
  });
  beBusy(50);
  callOff();
  await pause(50);
  expect(calls).toBe(0);
});
