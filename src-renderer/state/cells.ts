import type { FileType, Selection } from '../../src-main/contract/index.ts';
import { outermost, type Tick, type Ticks, tickedAbove, tickKey } from './ticks.ts';

/** One version of a file or folder, taken by itself: it as it was in one night. */
export interface Cell {
  host: string;
  path: string;
  type: FileType;
  runId: string;
  /** Undefined of a folder. */
  bytes?: number | undefined;
}

export type Cells = ReadonlyMap<string, Cell>;

/** What is chosen of a customer's nights: nights × ticked paths, with single versions put to it or left out. */
export interface Chosen {
  selected: ReadonlySet<string>;
  ticks: Ticks;
  cells: Cells;
  /** Of ticked paths, the nights that they are not taken of. */
  except: ReadonlySet<string>;
}

export const cellKey = ({ host, path, runId }: Pick<Cell, 'host' | 'path' | 'runId'>): string =>
  `${runId}\0${tickKey(host, path)}`;

/** How a version comes to be taken: by itself, by its tick, or with a folder above it. */
export function takenBy(chosen: Chosen, cell: Pick<Cell, 'host' | 'path' | 'runId'>) {
  const { selected, ticks, cells, except } = chosen;
  const { host, path, runId } = cell;
  const key = cellKey(cell);
  if (cells.has(key)) return 'cell';
  const above = tickedAbove(ticks, host, path);
  if (above && selected.has(runId) && !except.has(cellKey({ host, path: above.path, runId }))) return 'folder';
  for (const other of cells.values()) {
    if (other.runId === runId && other.host === host && path.startsWith(`${other.path}/`)) return 'folder';
  }
  const isTicked = ticks.has(tickKey(host, path)) && selected.has(runId);
  return isTicked && !except.has(key) ? 'tick' : undefined;
}

/** Takes a version in, or out where it was in. What a folder above takes along stays: it can't be left out alone. */
export function toggleCell(chosen: Chosen, cell: Cell): Pick<Chosen, 'cells' | 'except'> {
  const key = cellKey(cell);
  const cells = new Map(chosen.cells);
  const except = new Set(chosen.except);
  switch (takenBy(chosen, cell)) {
    case 'cell':
      cells.delete(key);
      break;
    case 'tick':
      except.add(key);
      break;
    case 'folder':
      break;
    default:
      if (!except.delete(key)) cells.set(key, cell);
  }
  return { cells, except };
}

/** Takes versions in; what is taken already stays as it is. */
export function takeCells(chosen: Chosen, taken: readonly Cell[]): Pick<Chosen, 'cells' | 'except'> {
  const cells = new Map(chosen.cells);
  const except = new Set(chosen.except);
  for (const cell of taken) {
    const key = cellKey(cell);
    if (!except.delete(key) && takenBy(chosen, cell) === undefined) cells.set(key, cell);
  }
  return { cells, except };
}

/** Takes all of a path out, whichever way it was in. */
export function withoutPath(chosen: Chosen, host: string, path: string): Pick<Chosen, 'ticks' | 'cells' | 'except'> {
  const ticks = new Map(chosen.ticks);
  ticks.delete(tickKey(host, path));
  const isOther = (cell: Pick<Cell, 'host' | 'path'>) => cell.host !== host || cell.path !== path;
  const cells = new Map([...chosen.cells].filter(([, cell]) => isOther(cell)));
  const except = new Set([...chosen.except].filter((key) => !key.endsWith(`\0${tickKey(host, path)}`)));
  return { ticks, cells, except };
}

/** The selections of nights × ticks, with single versions put to them and left out. */
export function withCells(rectangle: readonly Selection[], { cells, except }: Chosen, exists: ReadonlySet<string>) {
  const byNight = new Map<string, Selection>();
  const add = ({ host, runId }: Pick<Selection, 'host' | 'runId'>, paths: readonly string[]) => {
    const key = JSON.stringify([host, runId]);
    const known = byNight.get(key) ?? { host, runId, paths: [] };
    byNight.set(key, { ...known, paths: outermost([...known.paths, ...paths]) });
  };
  for (const selection of rectangle) {
    add(
      selection,
      selection.paths.filter((path) => !except.has(cellKey({ ...selection, path }))),
    );
  }
  for (const cell of cells.values()) if (exists.has(cell.runId)) add(cell, [cell.path]);
  return [...byNight.values()].filter(({ paths }) => paths.length > 0);
}

export interface TakenPath {
  host: string;
  path: string;
  runIds: string[];
  /** Of all nights together; undefined where any of it is not known. */
  bytes: number | undefined;
}

/** What is taken, a path a line, in the order it is asked for. */
export function takenPaths(selections: readonly Selection[], { ticks, cells }: Chosen): TakenPath[] {
  const taken = new Map<string, TakenPath>();
  for (const { host, runId, paths } of selections) {
    for (const path of paths) {
      const key = tickKey(host, path);
      const bytes = cells.get(cellKey({ host, path, runId }))?.bytes ?? ticks.get(key)?.bytes?.get(runId);
      const before = taken.get(key);
      taken.set(key, {
        host,
        path,
        runIds: [...(before?.runIds ?? []), runId],
        bytes: bytes === undefined || (before && before.bytes === undefined) ? undefined : (before?.bytes ?? 0) + bytes,
      });
    }
  }
  return [...taken.values()];
}

/** How many files and folders are named, however many nights they are taken of. */
export const namedItems = ({ ticks, cells }: Pick<Chosen, 'ticks' | 'cells'>): number =>
  new Set(
    [...ticks.values(), ...cells.values()].map(({ host, path }: Pick<Tick, 'host' | 'path'>) => tickKey(host, path)),
  ).size;
