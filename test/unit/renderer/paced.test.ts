import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { paced } from '../../../src-renderer/state/paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('runs at once, once more after a burst, and no more', () => {
  const ran: string[] = [];
  const call = paced((key: string) => ran.push(key), 700);
  for (let i = 0; i < 50; i++) call('failures.list');
  call('nights.list');
  expect(ran).toEqual(['failures.list', 'nights.list']);
  vi.advanceTimersByTime(10_000);
  expect(ran).toEqual(['failures.list', 'nights.list', 'failures.list']);
});

it('does not go round faster than its pace when what it runs calls it again', () => {
  let ran = 0;
  const call = paced(() => {
    ran++;
    queueMicrotask(() => call('x'));
  }, 700);
  call('x');
  return vi.advanceTimersByTimeAsync(7000).then(() => {
    expect(ran).toBeLessThanOrEqual(11);
    call.stop();
  });
});
