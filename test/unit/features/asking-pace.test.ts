import { expect, test } from 'vitest';
import { createAskingPace, LEAST_MS, MOST_MS } from '../../../src-main/features/asking-pace.ts';

/** The seconds at which servers are asked that take `tookMs` to answer, and have something new at the seconds `newsAt`. */
function askedAt(seconds: number, newsAt: readonly number[], tookMs = 10): number[] {
  let at = 0;
  let seen = -1;
  const pace = createAskingPace(() => new Date(at));
  const asked: number[] = [];
  for (; at <= seconds * 1000; at += 1000) {
    if (!pace.isDue()) continue;
    asked.push(at / 1000);
    pace.asked(
      tookMs,
      newsAt.some((second) => second > seen && second <= at / 1000),
    );
    seen = at / 1000;
  }
  return asked;
}

test('servers without news are asked ever later, and every minute in the end', () => {
  expect(askedAt(300, [])).toEqual([0, 6, 18, 42, 90, 150, 210, 270]);
});

test('news make the next question follow soon', () => {
  expect(askedAt(200, [100])).toEqual([0, 6, 18, 42, 90, 150, 153, 159, 171, 195]);
});

test('while nights come, one is seen after no more time than has passed since the last', () => {
  const asked = askedAt(120, [0, 5, 11, 16, 22, 40]);
  for (const [news, before] of [
    [5, 0],
    [11, 5],
    [16, 11],
    [22, 16],
    [40, 22],
  ] as const) {
    const seen = asked.find((second) => second >= news) ?? Number.POSITIVE_INFINITY;
    expect(seen - news, `news at ${news} s`).toBeLessThanOrEqual(news - before + LEAST_MS / 1000);
  }
});

test('asking takes at most a twentieth of the time, and a minute passes at most, however long it takes', () => {
  expect(askedAt(60, [0, 10, 20, 30, 40, 50], 500)).toEqual([0, 10, 20, 30, 40, 50, 60]);
  expect(askedAt(130, [0, 60, 120], 60_000)).toEqual([0, 60, 120]);
  expect(MOST_MS).toBe(60_000);
});
