import { expect, test } from 'vitest';
import { nightsLeft, orderedDates } from '../../../src-main/domain/rotation.ts';

test('seven turns are kept, and nights of one date that follow each other are one', () => {
  const dates = ['28', '28', '27', '26', '25', '24', '23', '22'];
  expect(nightsLeft(dates, 7)).toEqual([7, 7, 6, 5, 4, 3, 2, 1]);
});

test('one that is kept beyond its time goes at the next', () => {
  expect(nightsLeft(['28', '27', '26'], 1)).toEqual([1, 1, 1]);
});

test('a night with a wrong date leaves when its neighbours do', () => {
  expect(nightsLeft(['28', '2036', '27', '2010', '26'], 7)).toEqual([7, 6, 5, 4, 3]);
  expect(nightsLeft(['28', '2036', '28'], 7)).toEqual([7, 6, 5]);
});

const latest = '2013-03-01';
test.each([
  ['all in order', ['2013-02-28', '2013-02-27', '2013-02-27', '2012-12-31'], undefined],
  ['the newest in the future', ['2036-01-01', '2013-02-27', '2013-02-26'], ['2013-02-27', '2013-02-27', '2013-02-26']],
  ['one in the future', ['2013-02-28', '2036-01-01', '2013-02-26'], ['2013-02-28', '2013-02-28', '2013-02-26']],
  ['one long ago', ['2013-02-28', '2010-01-01', '2013-02-26'], ['2013-02-28', '2013-02-28', '2013-02-26']],
  ['the newest long ago', ['2010-01-01', '2013-02-27', '2013-02-26'], ['2013-02-27', '2013-02-27', '2013-02-26']],
  ['all in the future', ['2036-01-02', '2036-01-01'], [latest, latest]],
  ['a clock that was set right', ['2013-02-28', '2010-01-02', '2010-01-01'], undefined],
])('dates that nights can have had: %s', (_, recorded, expected) => {
  expect(orderedDates(recorded, latest)).toEqual(expected ?? recorded);
});

test('no dates are no dates', () => {
  expect(orderedDates([], latest)).toEqual([]);
});
