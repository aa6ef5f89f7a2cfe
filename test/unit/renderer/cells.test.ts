import { describe, expect, it } from 'vitest';
import {
  type Cell,
  type Chosen,
  namedItems,
  takenBy,
  takenPaths,
  toggleCell,
  withCells,
  withoutPath,
} from '../../../src-renderer/state/cells.ts';
import { viewNights } from '../../../src-renderer/state/night-view.ts';
import { selectionsFor, type Tick, toggleTicks } from '../../../src-renderer/state/ticks.ts';
import { night, root } from './builders.ts';

const views = viewNights([night(22), night(23), night(24)], [root]);
const exists = new Set(views.map(({ runId }) => runId));
const none = () => [];
const tick = (path: string): Tick => ({
  host: 'jail15',
  path: root + path,
  type: 'file',
  nights: exists,
  bytes: new Map([...exists].map((runId) => [runId, 10])),
});
const cell = (path: string, runId: string, bytes?: number): Cell => ({
  host: 'jail15',
  path: root + path,
  type: 'file',
  runId,
  bytes,
});
const chosen = (more: Partial<Chosen> = {}): Chosen => ({
  selected: new Set(),
  ticks: new Map(),
  cells: new Map(),
  except: new Set(),
  ...more,
});
const asked = (of: Chosen) => {
  const selected = views.filter(({ runId }) => of.selected.has(runId));
  const rectangle = of.ticks.size > 0 ? selectionsFor(selected, of.ticks, none) : [];
  return withCells(rectangle, of, exists).map(({ runId, paths }) => [
    runId,
    paths.map((path) => path.slice(root.length)),
  ]);
};

describe('a version that is pressed', () => {
  it('is taken by itself, whatever nights are selected, and is left out by the next press', () => {
    const once = chosen(toggleCell(chosen(), cell('/a', 'run-23', 5)));
    expect(takenBy(once, cell('/a', 'run-23'))).toBe('cell');
    expect(takenBy(once, cell('/a', 'run-22'))).toBeUndefined();
    expect(asked(once)).toEqual([['run-23', ['/a']]]);
    expect(asked(chosen(toggleCell(once, cell('/a', 'run-23'))))).toEqual([]);
  });

  it('of different nights makes no rectangle', () => {
    let now = chosen();
    for (const one of [cell('/a', 'run-22'), cell('/b', 'run-24')]) now = { ...now, ...toggleCell(now, one) };
    expect(asked(now)).toEqual([
      ['run-22', ['/a']],
      ['run-24', ['/b']],
    ]);
  });

  it('is left out of a tick’s nights, and comes back', () => {
    const ticked = chosen({
      selected: new Set(['run-22', 'run-23']),
      ticks: toggleTicks(new Map(), [tick('/a')], true),
    });
    expect(takenBy(ticked, cell('/a', 'run-22'))).toBe('tick');
    const without = { ...ticked, ...toggleCell(ticked, cell('/a', 'run-22')) };
    expect(asked(without)).toEqual([['run-23', ['/a']]]);
    expect(takenBy(without, cell('/a', 'run-22'))).toBeUndefined();
    expect(asked({ ...without, ...toggleCell(without, cell('/a', 'run-22')) })).toEqual(asked(ticked));
  });

  it('goes along with the folder above it, and can’t be left out of it', () => {
    const folder = chosen({ cells: new Map(toggleCell(chosen(), cell('/www', 'run-22')).cells) });
    expect(takenBy(folder, cell('/www/a', 'run-22'))).toBe('folder');
    expect(takenBy(folder, cell('/www/a', 'run-23'))).toBeUndefined();
    expect(takenBy(folder, cell('/www-old', 'run-22'))).toBeUndefined();
    expect(toggleCell(folder, cell('/www/a', 'run-22')).cells).toEqual(folder.cells);
  });

  it('is not asked for where its night has left rotation', () => {
    expect(asked(chosen(toggleCell(chosen(), cell('/a', 'run-1'))))).toEqual([]);
  });
});

describe('what is taken', () => {
  const of = chosen({
    selected: new Set(['run-22', 'run-23']),
    ticks: toggleTicks(new Map(), [tick('/a')], true),
    cells: toggleCell(chosen(), cell('/b', 'run-24', 7)).cells,
  });
  const selections = withCells(selectionsFor(views.slice(0, 2), of.ticks, none), of, exists);

  it('is listed a path a line, with its nights and size', () => {
    expect(takenPaths(selections, of)).toEqual([
      { host: 'jail15', path: `${root}/a`, runIds: ['run-22', 'run-23'], bytes: 20 },
      { host: 'jail15', path: `${root}/b`, runIds: ['run-24'], bytes: 7 },
    ]);
    expect(namedItems(of)).toBe(2);
  });

  it('says no size where it does not know all of it', () => {
    const folder = chosen({ cells: toggleCell(chosen(), cell('/www', 'run-22')).cells });
    expect(takenPaths(withCells([], folder, exists), folder)[0]?.bytes).toBeUndefined();
  });

  it('is left out by path, whichever way it was in', () => {
    const without = { ...of, ...withoutPath(of, 'jail15', `${root}/a`) };
    expect(asked(without)).toEqual([['run-24', ['/b']]]);
    expect(asked({ ...without, ...withoutPath(without, 'jail15', `${root}/b`) })).toEqual([]);
  });
});
