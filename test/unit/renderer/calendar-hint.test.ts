import { expect, test } from 'vitest';
import { hintOfDay } from '../../../src-renderer/screens/customer/calendar-hint.ts';
import { viewNights } from '../../../src-renderer/state/night-view.ts';
import { night } from './builders.ts';

test('a night whose record has a date that can’t be says so', () => {
  const [view] = viewNights([night(24, { estimated: true, recordedDate: '2036-01-01' })]);
  const hint = hintOfDay({ date: '2013-02-24', inMonth: true, nights: view ? [view] : [] });
  expect(hint).toContain('its record says Tuesday 1 January 2036, which can’t be: the host’s clock was wrong');
});

test('a night leaves rotation in so many nights, or in the next one where more lie there than are kept', () => {
  const hintOf = (day: number) => {
    const [view] = viewNights([night(day)]);
    return hintOfDay({ date: `2013-02-${day}`, inMonth: true, nights: view ? [view] : [] });
  };
  expect(hintOf(22)).toContain('leaves rotation in 2 nights');
  expect(hintOf(20)).toContain('leaves rotation in the next night');
});
