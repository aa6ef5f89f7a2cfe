import { describe, expect, it } from 'vitest';
import { viewNights } from '../../../src-renderer/state/night-view.ts';
import {
  selectionsFor,
  type Tick,
  tickedAbove,
  tickKey,
  tickOfRow,
  ticksWithoutNight,
  toggleTicks,
} from '../../../src-renderer/state/ticks.ts';
import { cellsOf } from '../../../src-renderer/state/version-cells.ts';
import { entry, night, root } from './builders.ts';

const tick = (path: string, ...nights: string[]): Tick => ({
  host: 'jail15',
  path: root + path,
  type: 'file',
  nights: new Set(nights),
});
const ticksOf = (...ticks: Tick[]) => toggleTicks(new Map(), ticks, true);
const views = viewNights([night(22), night(24)], [root]);
const none = () => [];

describe('what a restore asks for', () => {
  it('is of each night what is ticked and exists in it', () => {
    const ticks = ticksOf(tick('/usr/home/a', 'run-22', 'run-24'), tick('/usr/home/gone', 'run-22'));
    expect(selectionsFor(views, ticks, none)).toEqual([
      { host: 'jail15', runId: 'run-22', paths: [`${root}/usr/home/a`, `${root}/usr/home/gone`] },
      { host: 'jail15', runId: 'run-24', paths: [`${root}/usr/home/a`] },
    ]);
  });

  it('leaves out what a ticked folder takes along, and only that', () => {
    const ticks = ticksOf(tick('/usr', 'run-22'), tick('/usr/home', 'run-22'), tick('/usr-local', 'run-22'));
    expect(selectionsFor(views, ticks, none)[0]?.paths).toEqual([`${root}/usr`, `${root}/usr-local`]);
  });

  it('is nothing of a night that has none of it, and says which are in none', () => {
    const ticks = ticksOf(tick('/new', 'run-28'));
    expect(selectionsFor(views, ticks, none)).toEqual([]);
    expect(ticksWithoutNight(views, ticks)).toHaveLength(1);
  });

  it('is everything that was copied where nothing is ticked', () => {
    const entries = [
      entry('/etc'),
      entry('/usr/home'),
      entry('/usr/home/anna', { state: 'covered' }),
      entry('/www', { state: 'missing' }),
      entry('/var', { state: 'missing', sameAs: 'run-21' }),
    ];
    const [selection] = selectionsFor(viewNights([night(22, { entries })], [root]), new Map(), none);
    expect(selection?.paths).toEqual([`${root}/etc`, `${root}/usr/home`, `${root}/var`]);
  });

  it('is what lies below the root where a night has no record', () => {
    const old = viewNights([night(22, { estimated: true, entries: [] })], [root]);
    expect(selectionsFor(old, new Map(), () => [`${root}/etc`])[0]?.paths).toEqual([`${root}/etc`]);
  });
});

describe('ticks', () => {
  it('remember in which nights the row was there', () => {
    const row = { name: 'a', type: 'file' as const, size: 1, mtime: '', versions: ['A', null, 'B'] };
    expect([...tickOfRow('jail15', root, { nights: ['1', '2', '3'], rows: [row] }, row).nights]).toEqual(['1', '3']);
  });
  it('know the ticked folder above', () => {
    const ticks = ticksOf(tick('/usr'));
    expect(tickedAbove(ticks, 'jail15', `${root}/usr/home/a`)?.path).toBe(`${root}/usr`);
    expect(tickedAbove(ticks, 'jail15', `${root}/usr`)).toBeUndefined();
    expect(tickedAbove(ticks, 'jail16', `${root}/usr/home`)).toBeUndefined();
  });
  it('go again', () => {
    const ticks = ticksOf(tick('/a'), tick('/b'));
    expect([...toggleTicks(ticks, [tick('/a')], false).keys()]).toEqual([tickKey('jail15', `${root}/b`)]);
  });
});

describe('versions over nights', () => {
  it('marks what changed, what is gone and what was not there yet', () => {
    const kinds = cellsOf([null, 'A', 'A', 'B', null, 'B']).map((cell) =>
      cell.kind === 'version' ? `${cell.letter}${cell.changed ? '!' : ''}` : cell.kind,
    );
    expect(kinds).toEqual(['absent', 'A!', 'A', 'B!', 'gone', 'B']);
  });
  it('takes the first night as it is', () =>
    expect(cellsOf(['A'])).toEqual([{ kind: 'version', letter: 'A', changed: false }]));
});
