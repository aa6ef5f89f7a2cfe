import { describe, expect, test } from 'vitest';
import { createEvents } from '../../../src-main/features/events.ts';
import { type Power, watchSleep } from '../../../src-main/features/sleep.ts';
import { startWatcher } from '../../../src-main/features/watcher.ts';
import { manualClock } from '../../support/manual-clock.ts';

const MINUTE = 60_000;
const clockAtNoon = () => manualClock(new Date('2013-02-28T12:00:00Z'));

/** A system that tells of its sleep. */
function power() {
  let tell: Parameters<Power['onChange']>[0] = () => {};
  return {
    onChange: (listener: typeof tell) => {
      tell = listener;
      return () => {};
    },
    say: (state: 'suspended' | 'resumed') => tell(state),
  };
}

describe('sleep', () => {
  test('is seen by a heart that stood still, and by who asks before it beats', () => {
    const clock = clockAtNoon();
    const sleep = watchSleep(clock);
    clock.pass(10 * MINUTE);
    expect(sleep.settling()).toBe(false);
    clock.sleep(8 * 60 * MINUTE);
    expect(sleep.settling()).toBe(true);
    clock.pass(50_000);
    expect(sleep.settling()).toBe(true);
    clock.pass(20_000);
    expect(sleep.settling()).toBe(false);
  });

  test('is heard of from the system, also one that is shorter than a heart beat', () => {
    const clock = clockAtNoon();
    const system = power();
    const sleep = watchSleep(clock, system);
    system.say('suspended');
    clock.pass(5 * MINUTE);
    // Woken for a moment, with the lid closed.
    expect(sleep.settling()).toBe(true);
    system.say('resumed');
    expect(sleep.settling()).toBe(true);
    clock.pass(70_000);
    expect(sleep.settling()).toBe(false);
  });

  test('is over once, and says so', () => {
    const clock = clockAtNoon();
    const sleep = watchSleep(clock);
    let times = 0;
    sleep.onSettled(() => times++);
    clock.sleep(60 * MINUTE);
    clock.pass(10 * MINUTE);
    expect(times).toBe(1);
  });
});

test('what could not be reached right after waking has not failed; what still can’t be a minute later has', async () => {
  const clock = clockAtNoon();
  const updates: boolean[] = [];
  const { subscribe } = createEvents(() => {});
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
  const read = async () => {};
  const stop = startWatcher({
    clock,
    subscribe,
    sleep: watchSleep(clock),
    reader: { readAll: read, readNights: read, unread: async () => [], due: async () => [] } as never,
    refresh: read,
    board: { tick: () => {} },
    failures: {
      hostsOpen: () => new Set(),
      update: ({ raise }: { raise: boolean }) => void updates.push(raise),
    } as never,
    log: { info: () => {}, error: () => {} },
  });
  await settled();
  expect(updates).not.toContain(false);
  updates.length = 0;
  clock.sleep(9 * 60 * MINUTE);
  clock.pass(1000);
  await settled();
  expect(updates).toContain(false);
  expect(updates).not.toContain(true);
  clock.pass(2 * MINUTE);
  await settled();
  expect(updates.at(-1)).toBe(true);
  await stop();
});
