import { describe, expect, it } from 'vitest';
import { hintOfDay } from '../../../src-renderer/screens/customer/calendar-hint.ts';
import { weeksOf } from '../../../src-renderer/state/calendar.ts';
import { nightsBetween, nightsNamed, summarise, toggleDate } from '../../../src-renderer/state/night-selection.ts';
import { cellName, lastCopied, shortNote, viewNights } from '../../../src-renderer/state/night-view.ts';
import { entry, night, root } from './builders.ts';

const changed = (number: number) => [entry('/etc'), entry('/usr/home', { changed: number })];
const missed = (day: number) =>
  night(day, { runId: `missed-${day}`, index: -1, state: 'missed', entries: [], expiresInNights: undefined });

describe('a night for one customer', () => {
  it('is good where only another customer’s directory was missing', () => {
    const other = entry('', { path: '/mnt/data1/69.55.238.99-col00301-DIR/www', state: 'missing' });
    const [view] = viewNights([night(22, { state: 'warning', entries: [...changed(3), other] })], [root]);
    expect(view).toMatchObject({ state: 'good', changed: 3 });
  });

  it('is failed where nothing of theirs could be copied, and names the date that stands in', () => {
    const entries = changed(0).map((good) => ({ ...good, state: 'failed' as const, sameAs: 'run-25' }));
    const [, view] = viewNights([night(26, { state: 'warning', entries }), night(25)], [root]);
    expect(view).toMatchObject({ state: 'failed', sameAs: '2013-02-25' });
    expect(shortNote(view ? [view] : [])).toBe('= 25');
    expect(cellName('2013-02-26', view ? [view] : [])).toBe('Tuesday 26 February 2013, failed, same as 25 Feb');
  });

  it('takes the date of a night that left the list from its run id', () => {
    const entries = [entry('/etc', { state: 'missing', sameAs: '20130219T115204Z-abcdef' })];
    expect(viewNights([night(22, { entries })], [root])[0]?.sameAs).toBe('2013-02-19');
    expect(viewNights([night(22, { entries })], [root], 'Pacific/Auckland')[0]?.sameAs).toBe('2013-02-20');
  });

  it('has the name that tests and screen readers go by', () => {
    const [view] = viewNights([night(22, { entries: changed(3) })], [root]);
    expect(cellName('2013-02-22', view ? [view] : [])).toBe('Friday 22 February 2013, good, 3 files changed');
    expect(cellName('2013-02-27', viewNights([missed(27)], [root]))).toBe('Wednesday 27 February 2013, missed');
    expect(cellName('2013-02-20', [])).toBe('Wednesday 20 February 2013');
  });

  it('counts two nights of one date together', () => {
    const views = viewNights(
      [
        night(22, { entries: changed(3) }),
        night(22, { runId: 'again', startedAt: '2013-02-22T20:00:00Z', entries: changed(4) }),
      ],
      [root],
    );
    expect(shortNote(views)).toBe('7');
    expect(cellName('2013-02-22', views)).toBe('Friday 22 February 2013, 2 nights, good, 7 files changed');
  });
});

it('a hint tells what was wrong with which directory, by the customer’s own path, once', () => {
  const path = `${root}/www`;
  const message = `${path} does not exist`;
  const [view] = viewNights([night(24, { entries: [entry('/www', { state: 'missing', message })] })], [root]);
  const lines = hintOfDay({ date: '2013-02-24', inMonth: true, nights: view ? [view] : [] }).split('\n');
  expect(lines).toContain('/www: not there');
});

it('a directory that was not copied is still told of when the night after was missed', () => {
  const nights = [night(26, { entries: [entry('/etc'), entry('/www', { state: 'missing' })] }), missed(27)];
  expect(lastCopied(viewNights(nights, [root])).broken.map(({ path }) => path)).toEqual([`${root}/www`]);
  expect(lastCopied([]).broken).toEqual([]);
});

describe('the calendar', () => {
  const views = viewNights([night(21), night(28)], [root]);
  it('covers the month up to this week, Monday first', () => {
    const weeks = weeksOf('2013-02', views, '2013-02-28');
    expect(weeks[0]?.days[0]?.date).toBe('2013-01-28');
    expect(weeks.at(-1)?.days.at(-1)?.date).toBe('2013-03-03');
    expect(weeks.map((week) => week.empty)).toEqual([true, true, true, false, false]);
  });
  it('shows the nights before the turn of the month on its first day', () => {
    const weeks = weeksOf('2013-03', views, '2013-03-01');
    expect(weeks).toHaveLength(3);
    expect(weeks.flatMap((week) => week.days).some((day) => day.date === '2013-02-21' && day.nights.length === 1)).toBe(
      true,
    );
  });
  it('shows all of a month gone by', () =>
    expect(weeksOf('2013-01', views, '2013-02-28').at(-1)?.days.at(-1)?.date).toBe('2013-02-03'));
});

describe('selecting nights', () => {
  const views = viewNights([night(22), night(23), missed(24), night(25)], [root]);
  it('takes only nights that exist, in either direction', () => {
    expect(nightsBetween(views, '2013-02-22', '2013-02-25')).toEqual(['run-22', 'run-23', 'run-25']);
    expect(nightsBetween(views, '2013-02-25', '2013-02-23')).toEqual(['run-23', 'run-25']);
  });
  it('takes the days and stretches of days that an address names, and nothing for what is neither', () => {
    expect([...nightsNamed(views, '2013-02-23')]).toEqual(['run-23']);
    expect([...nightsNamed(views, '2013-02-25..2013-02-23,2013-02-22')]).toEqual(['run-23', 'run-25', 'run-22']);
    expect([...nightsNamed(views, 'yesterday')]).toEqual([]);
  });
  it('toggles a date, and none where there is no night', () => {
    expect([...toggleDate(new Set(['run-22']), views, '2013-02-22')]).toEqual([]);
    expect([...toggleDate(new Set(['run-22']), views, '2013-02-23')]).toEqual(['run-22', 'run-23']);
    expect([...toggleDate(new Set(['run-22']), views, '2013-02-24')]).toEqual(['run-22']);
  });
});

describe('what the nights selected are', () => {
  const views = viewNights(
    [
      night(22, { entries: changed(3) }),
      night(23, { entries: changed(0) }),
      night(24, { entries: [entry('/etc'), entry('/usr/home', { added: 6, changed: 35, deleted: 212 })] }),
      night(25, { entries: changed(0).map((good) => ({ ...good, sameAs: 'run-24', state: 'failed' as const })) }),
    ],
    [root],
  );
  const of = (...ids: string[]) => summarise(views, new Set(ids));

  it('counts different versions and names the same ones', () => {
    expect(of('run-22', 'run-23', 'run-24')).toMatchObject({
      distinct: 2,
      same: [[{ date: '2013-02-23' }, { date: '2013-02-22' }]],
      added: 6,
      changed: 38,
      deleted: 212,
      worst: '2013-02-24',
      leaves: { date: '2013-02-22', inNights: 2, runIds: ['run-22'] },
    });
  });
  it('looks at the nights between, not only at those selected', () => expect(of('run-22', 'run-25').distinct).toBe(2));
  it('takes a carried night for the one that stands in', () => expect(of('run-24', 'run-25').distinct).toBe(1));
  it('calls no night the same as one of another host', () => {
    const there = viewNights(
      [night(22, { host: 'virt9', runId: 'there-22' }), night(23, { host: 'virt9', runId: 'there-23' })],
      [root],
    );
    const both = summarise([...views, ...there], new Set(['run-22', 'there-22', 'there-23']));
    expect(both.distinct).toBe(2);
    expect(both.same.map(([one, as]) => [one.runId, as.runId])).toEqual([['there-23', 'there-22']]);
  });
  it('claims nothing of nights without a record', () => {
    const old = viewNights([night(22, { estimated: true, entries: [] }), night(23)], [root]);
    expect(summarise(old, new Set(['run-22', 'run-23'])).distinct).toBeUndefined();
  });
});
