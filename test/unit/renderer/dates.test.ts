import { describe, expect, it } from 'vitest';
import { addDays, dateList, dateSpans, fullDate, weekdayOf } from '../../../src-renderer/format/dates.ts';
import { duration, inZone, when } from '../../../src-renderer/format/times.ts';

describe('dates', () => {
  it('names a day in full', () => expect(fullDate('2013-02-22')).toBe('Friday 22 February 2013'));
  it('counts weekdays from Monday', () => expect(weekdayOf('2013-02-25')).toBe(0));
  it('goes over the turn of a month and of a leap year', () => {
    expect(addDays('2013-02-28', 1)).toBe('2013-03-01');
    expect(addDays('2024-03-01', -1)).toBe('2024-02-29');
  });
  it.each([
    [['2013-02-22'], '22 Feb'],
    [['2013-02-22', '2013-02-23'], '22 and 23 Feb'],
    [['2013-02-24', '2013-02-22', '2013-02-23', '2013-02-23'], '22 – 24 Feb'],
    [['2013-02-21', '2013-02-23'], '21 and 23 Feb'],
    [['2013-02-28', '2013-03-01', '2013-03-02'], '28 Feb – 2 Mar'],
    [['2013-02-21', '2013-02-22', '2013-02-23', '2013-02-25'], '21 – 23 Feb and 25 Feb'],
  ])('%j is %s: no day is said that is not among them', (dates, words) => expect(dateSpans(dates)).toBe(words));
  it('lists nights as one says them', () => {
    expect(dateList(['2013-02-22', '2013-02-24'])).toBe('22 and 24 Feb');
    expect(dateList(['2013-02-22', '2013-02-24', '2013-03-01'])).toBe('22, 24 Feb and 1 Mar');
  });
});

describe('times', () => {
  const zone = 'America/Los_Angeles';
  const now = new Date('2013-02-28T18:30:00Z');
  it('are those of the fleet, whatever the reader’s clock says', () =>
    expect(inZone('2013-02-28T02:00:00Z', zone)).toEqual({ date: '2013-02-27', time: '18:00' }));
  it.each([
    ['2013-02-28T09:52:00Z', 'today 01:52'],
    ['2013-02-28T07:10:00Z', 'yesterday 23:10'],
    ['2013-02-25T09:52:00Z', '25 Feb 01:52'],
    ['2012-12-31T09:52:00Z', '31 Dec 2012 01:52'],
  ])('%s is %s', (instant, words) => expect(when(instant, zone, now)).toBe(words));
  it('shows midnight as 00:00', () => expect(inZone('2013-02-28T08:00:00Z', zone).time).toBe('00:00'));
  it('says how long something took', () => {
    expect(duration('2013-02-28T09:00:00Z', '2013-02-28T09:00:40Z')).toBe('40 s');
    expect(duration('2013-02-28T09:00:00Z', '2013-02-28T10:42:00Z')).toBe('1 h 42 min');
  });
});
