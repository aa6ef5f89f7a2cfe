import { describe, expect, test } from 'vitest';
import { rememberNights, type SeenNights } from '../../../src-main/domain/lost-nights.ts';

const nights = (...days: number[]) => days.map((day) => ({ runId: `run-${day}`, date: `2013-02-${day}` }));
const lostOf = (before: SeenNights, there: ReturnType<typeof nights>, kept = 3) =>
  rememberNights(before, there, there.length, kept).lost.map(({ runId }) => runId);
const seen = (...days: number[]): SeenNights => ({ seen: nights(...days), lost: [] });

describe('nights that went', () => {
  test('by rotation are not lost', () => {
    expect(lostOf(seen(24, 23, 22), nights(25, 24, 23))).toEqual([]);
    expect(lostOf(seen(24, 23, 22), nights(28, 27, 26))).toEqual([]);
    expect(lostOf(seen(26, 25, 24, 23, 22), nights(26, 25, 24))).toEqual([]);
  });

  test('all at once, as where a disk is not mounted, are lost', () => {
    expect(lostOf(seen(24, 23, 22), nights())).toEqual(['run-24', 'run-23', 'run-22']);
    expect(lostOf(seen(24, 23, 22), nights(25))).toEqual(['run-24', 'run-23', 'run-22']);
  });

  test('from the middle are lost, however many there are', () => {
    expect(lostOf(seen(26, 25, 24, 23), nights(27, 26, 24, 23))).toEqual(['run-25']);
  });

  test('before so many turns are there as are kept are lost', () => {
    expect(lostOf(seen(24, 23), nights(25, 24))).toEqual(['run-23']);
  });
});

describe('what is lost', () => {
  const lost = rememberNights(seen(24, 23), [], 0, 3);

  test('stays so while another history grows', () => {
    expect(lostOf(lost, nights(25))).toEqual(['run-24', 'run-23']);
    expect(lostOf(rememberNights(lost, nights(25), 1, 3), nights(26, 25))).toEqual(['run-24', 'run-23']);
  });

  test('is found where it is there again', () => {
    expect(lostOf(lost, nights(24, 23))).toEqual([]);
  });

  test('is forgotten once rotation would have taken it', () => {
    expect(lostOf(lost, nights(27, 26, 25))).toEqual([]);
  });
});
