import { describe, expect, it } from 'vitest';
import { fractionOf, mergeJob, stepDetail } from '../../../src-renderer/format/job-progress.ts';
import { job } from './builders.ts';

describe('progress of a job', () => {
  it('counts every step the same', () => {
    const running = job({
      steps: [
        { name: 'Hold', state: 'done' },
        { name: 'Pack', state: 'running', done: 5, total: 10, unit: 'files' },
        { name: 'Copy', state: 'waiting' },
        { name: 'Verify', state: 'waiting' },
      ],
    });
    expect(fractionOf(running)).toBeCloseTo(0.375);
    expect(fractionOf({ ...running, state: 'done' })).toBe(1);
  });

  it.each([
    [{ done: 31e6, total: 44.1e6, unit: 'bytes' as const }, '31 of 44.1 MB'],
    [{ done: 1204, total: 3310, unit: 'files' as const }, '1,204 of 3,310 files'],
    [{ done: 1204, unit: 'files' as const }, '1,204 files'],
    [{ done: 2e6, unit: 'bytes' as const }, '2 MB'],
    [{}, ''],
  ])('%j reads %j', (progress, words) => expect(stepDetail({ name: 'x', state: 'running', ...progress })).toBe(words));

  it('puts a new job first and a known one in its place', () => {
    const [a, b] = [job({ id: 'a', steps: [] }), job({ id: 'b', steps: [] })];
    expect(mergeJob([a], b).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(mergeJob([b, a], { ...a, state: 'done' })[1]?.state).toBe('done');
  });
});
