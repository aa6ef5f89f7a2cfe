import { describe, expect, test } from 'vitest';
import { amongRuns, sizesOf } from '../../../src-main/domain/run-details.ts';
import { failedRun, run, runEntry } from '../../support/runs.ts';

const at = (date: string, time: string) => ({ startedAt: `${date}T${time}:00Z`, runId: `${date}-${time}` });
const early = run('2013-02-26', undefined, at('2013-02-26', '09:00'));
const failed = { ...failedRun('2013-02-27'), ...at('2013-02-27', '09:00') };
const again = run('2013-02-27', undefined, at('2013-02-27', '11:00'));
const late = run('2013-02-28', undefined, at('2013-02-28', '09:00'));
const all = [late, failed, again, early];

describe('a run among the others of its host', () => {
  test('has its neighbours and the nights up to it, whatever order they are told in', () => {
    const among = amongRuns(all, again.runId);
    expect(among).toMatchObject({ before: { runId: failed.runId }, after: { runId: late.runId } });
    expect(among?.nights.map(({ runId }) => runId)).toEqual([early.runId, again.runId]);
  });

  test('a failed one made no night, so its sizes end before it', () => {
    expect(amongRuns(all, failed.runId)?.nights.map(({ runId }) => runId)).toEqual([early.runId]);
  });

  test('a date is the run that made its night', () => {
    const among = amongRuns(all, '2013-02-27');
    expect(among?.runId).toBe(again.runId);
    expect(among?.sameDate.map(({ runId }) => runId)).toEqual([failed.runId, again.runId]);
  });

  test('the first and the last have nothing beyond them, and a date without a run is none', () => {
    expect(amongRuns(all, '2013-02-26')?.before).toBeUndefined();
    expect(amongRuns(all, '2013-02-28')?.after).toBeUndefined();
    expect(amongRuns(all, '2013-02-20')).toBeUndefined();
    expect(amongRuns([], '2013-02-20')).toBeUndefined();
  });

  test('at most thirty nights are told, the last ones', () => {
    const many = Array.from({ length: 40 }, (_, i) => {
      const date = new Date(Date.UTC(2013, 0, 1 + i)).toISOString().slice(0, 10);
      return run(date, undefined, at(date, '09:00'));
    });
    const nights = amongRuns(many, many.at(-1)?.runId ?? '')?.nights.map(({ runId }) => runId);
    expect(nights).toEqual(many.slice(10).map(({ runId }) => runId));
  });
});

test('sizes stand in the order of the run’s entries, and a night without one has nothing', () => {
  const sized = (path: string, bytes: number) => runEntry(path, 'good', { bytes });
  const first = run('2013-02-26', [sized('/www', 10)]);
  const last = run('2013-02-27', [sized('/etc', 5), sized('/www', 30)]);
  expect(sizesOf(last, [first, last])).toEqual([
    [null, 5],
    [10, 30],
  ]);
});
