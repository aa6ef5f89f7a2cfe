import { describe, expect, test, vi } from 'vitest';
import { type Job, NightkeepError } from '../../../src-main/contract/index.ts';
import { createJobs } from '../../../src-main/jobs/jobs.ts';
import type { JobContext, JobRequest } from '../../../src-main/jobs/types.ts';

type Refresh = JobRequest<'fleet.refresh'>;
const outcome = { hosts: 1, customers: 2, problems: [] };

function setUp(options: { publishEveryMs?: number; keepEnded?: number } = {}) {
  const changes: Job[] = [];
  const bugs: unknown[] = [];
  const jobs = createJobs({
    now: () => new Date('2013-03-01T09:00:00Z'),
    onChange: (job) => changes.push(job),
    onBug: (error) => {
      bugs.push(error);
      return new NightkeepError('internal', 'a bug', { id: '1' });
    },
    ...options,
  });
  const start = (work: Refresh['work'], more: Partial<Refresh> = {}) =>
    jobs.start({ command: 'fleet.refresh', title: 'Read', steps: ['one', 'two'], work, ...more }).jobId;
  return { jobs, start, changes, bugs };
}

/** Ends when its job is cancelled. */
const untilCancelled = ({ signal }: JobContext) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new NightkeepError('cancelled', 'stopped')));
  });

test('a job that is done has its outcome and all its steps done', async () => {
  const { jobs, start } = setUp();
  const id = start(async ({ step }) => {
    step('one');
    return outcome;
  });
  const job = await jobs.finished(id);
  expect(job).toMatchObject({ state: 'done', outcome, finishedAt: '2013-03-01T09:00:00.000Z' });
  expect(job.steps.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(jobs.get(id)).toEqual(job);
});

describe('an error', () => {
  test('that was expected fails the job, and the step it happened in', async () => {
    const { jobs, start, bugs } = setUp();
    const id = start(async ({ step }) => {
      step('two');
      throw new NightkeepError('no-space', 'full', { machine: 'backup1' });
    });
    const job = await jobs.finished(id);
    expect(job).toMatchObject({
      state: 'failed',
      error: { code: 'no-space', message: 'full', details: { machine: 'backup1' } },
    });
    expect(job.steps.map(({ state }) => state)).toEqual(['done', 'failed']);
    expect(bugs).toEqual([]);
  });

  test('that was not is reported as a bug, and nothing of its inside crosses', async () => {
    const { jobs, start, bugs } = setUp();
    const job = await jobs.finished(
      start(async () => {
        throw new TypeError('secret');
      }),
    );
    expect(job.error).toEqual({ code: 'internal', message: 'a bug', details: { id: '1' } });
    expect(bugs).toEqual([expect.any(TypeError)]);
  });
});

describe('cancelling', () => {
  test('is an outcome, not an error', async () => {
    const { jobs, start } = setUp();
    const id = start(untilCancelled);
    jobs.cancel(id);
    const job = await jobs.finished(id);
    expect(job.state).toBe('cancelled');
    expect(job.error).toBeUndefined();
  });

  test('tells what went wrong while it was cancelled', async () => {
    const { jobs, start } = setUp();
    const id = start(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new NightkeepError('unreachable', 'the temporary file may be left on jail15');
    });
    jobs.cancel(id);
    expect(await jobs.finished(id)).toMatchObject({ state: 'cancelled', error: { code: 'unreachable' } });
  });

  test('work that finished all the same did finish', async () => {
    const { jobs, start } = setUp();
    const id = start(async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return outcome;
    });
    jobs.cancel(id);
    expect(await jobs.finished(id)).toMatchObject({ state: 'done', outcome });
  });

  test('what has ended stays as it is', async () => {
    const { jobs, start } = setUp();
    const id = start(async () => outcome);
    const job = await jobs.finished(id);
    jobs.cancel(id);
    expect(jobs.get(id)).toEqual(job);
  });

  test('a job that is not there is not found', () => {
    const { jobs } = setUp();
    expect(() => jobs.cancel('x')).toThrow(expect.objectContaining({ code: 'not-found' }));
    expect(() => jobs.get('x')).toThrow(expect.objectContaining({ code: 'not-found' }));
  });
});

describe('a lock', () => {
  test('lets one job run at a time, in order, whatever becomes of the one before', async () => {
    const { jobs, start } = setUp();
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = start(
      async () => {
        order.push('first');
        await gate.promise;
        throw new NightkeepError('locked', 'no');
      },
      { lock: 'host:a' },
    );
    const ordered = (name: string) => async () => {
      order.push(name);
      return outcome;
    };
    const second = start(ordered('second'), { lock: 'host:a' });
    const third = start(ordered('third'), { lock: 'host:a' });
    const other = start(ordered('other'), { lock: 'host:b' });
    await jobs.finished(other);
    expect(order).toEqual(['first', 'other']);
    expect(jobs.get(second).state).toBe('queued');
    gate.resolve();
    await Promise.all([first, second, third].map((id) => jobs.finished(id)));
    expect(order).toEqual(['first', 'other', 'second', 'third']);
  });

  test('a job cancelled while it waits ends at once and never runs, and the one behind it still waits', async () => {
    const { jobs, start } = setUp();
    const work = vi.fn(async () => outcome);
    const first = start(untilCancelled, { lock: 'host:a' });
    const second = start(work, { lock: 'host:a' });
    const third = start(async () => outcome, { lock: 'host:a' });
    jobs.cancel(second);
    expect((await jobs.finished(second)).state).toBe('cancelled');
    expect(jobs.get(third).state).toBe('queued');
    jobs.cancel(first);
    expect((await jobs.finished(third)).state).toBe('done');
    expect(work).not.toHaveBeenCalled();
  });
});

describe('progress', () => {
  test('only grows', async () => {
    const { jobs, start, changes } = setUp({ publishEveryMs: 0 });
    await jobs.finished(
      start(async ({ step, progress }) => {
        step('one');
        progress({ done: 5, total: 10, unit: 'bytes' });
        progress({ done: 3 });
        progress({ done: 12 });
        return outcome;
      }),
    );
    const seen = changes.flatMap(({ steps, state }) => (state === 'running' ? [steps[0]] : []));
    expect(seen.map((step) => step?.done ?? 0)).toEqual([0, 0, 5, 5, 12]);
    // A bar is never more than full.
    expect(seen.at(-1)).toMatchObject({ done: 12, total: 12, unit: 'bytes' });
  });

  test('a message alone makes no number', async () => {
    const { jobs, start } = setUp({ publishEveryMs: 0 });
    const job = await jobs.finished(
      start(async ({ step, progress }) => {
        step('one');
        progress({ message: 'connecting' });
        return outcome;
      }),
    );
    expect(job.steps[0]).toEqual({
      name: 'one',
      state: 'done',
      message: 'connecting',
      done: undefined,
      total: undefined,
    });
  });

  test('is published now and then, the end always', async () => {
    const { jobs, start, changes } = setUp({ publishEveryMs: 60_000 });
    await jobs.finished(
      start(async ({ step, progress }) => {
        step('one');
        for (let done = 1; done <= 1000; done++) progress({ done, total: 1000 });
        return outcome;
      }),
    );
    expect(changes.length).toBeLessThan(6);
    expect(changes.at(-1)).toMatchObject({ state: 'done', steps: [{ done: 1000 }, {}] });
  });

  test('a step that was never announced is a bug', async () => {
    const { jobs, start, bugs } = setUp();
    await jobs.finished(
      start(async ({ step }) => {
        step('three');
        return outcome;
      }),
    );
    expect(bugs).toHaveLength(1);
  });

  test('what was published does not change afterwards', async () => {
    const { jobs, start, changes } = setUp({ publishEveryMs: 0 });
    const id = start(async ({ step }) => {
      step('one');
      step('two');
      return outcome;
    });
    await jobs.finished(id);
    expect(changes[0]).toMatchObject({ state: 'queued', steps: [{ state: 'waiting' }, { state: 'waiting' }] });
  });
});

test('only the last ended jobs are remembered, newest first', async () => {
  const { jobs, start } = setUp({ keepEnded: 2 });
  const running = start(untilCancelled, { title: 'running' });
  for (const title of ['a', 'b', 'c']) await jobs.finished(start(async () => outcome, { title }));
  await expect.poll(() => jobs.list().map(({ title }) => title)).toEqual(['c', 'b', 'running']);
  jobs.cancel(running);
});

test('closing cancels what runs, waits for it and starts nothing new', async () => {
  const { jobs, start } = setUp();
  let cleaned = false;
  const id = start(async (context) => {
    await untilCancelled(context).catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    cleaned = true;
    throw new NightkeepError('cancelled', 'stopped');
  });
  await jobs.close();
  expect(cleaned).toBe(true);
  expect(jobs.get(id).state).toBe('cancelled');
  expect(() => start(async () => outcome)).toThrow(expect.objectContaining({ code: 'cancelled' }));
});
