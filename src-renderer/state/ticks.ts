import type { FileHistory, FileMatch, FileType, Selection } from '../../src-main/contract/index.ts';
import { join, parentOf } from '../format/paths.ts';
import type { NightView } from './night-view.ts';

/** A ticked file or folder, and the nights it exists in. */
export interface Tick {
  host: string;
  path: string;
  type: FileType;
  nights: ReadonlySet<string>;
  /** By night, of what is no folder. */
  bytes?: ReadonlyMap<string, number>;
}

export const tickKey = (host: string, path: string): string => `${host}\0${path}`;
export type Ticks = ReadonlyMap<string, Tick>;

export function toggleTicks(ticks: Ticks, changed: readonly Tick[], on: boolean): Ticks {
  const next = new Map(ticks);
  for (const tick of changed) {
    if (on) next.set(tickKey(tick.host, tick.path), tick);
    else next.delete(tickKey(tick.host, tick.path));
  }
  return next;
}

export function tickOfRow(host: string, folder: string, history: FileHistory, row: FileHistory['rows'][number]): Tick {
  const nights = history.nights.filter((_, i) => row.versions[i] != null);
  const sizes = history.nights.flatMap((runId, i) => {
    const bytes = row.type === 'directory' ? undefined : row.details?.[row.versions[i] ?? '']?.size;
    return bytes === undefined ? [] : [[runId, bytes] as const];
  });
  return { host, path: join(folder, row.name), type: row.type, nights: new Set(nights), bytes: new Map(sizes) };
}

export const tickOfMatch = (match: FileMatch): Tick => ({
  host: match.host,
  path: match.path,
  type: 'file',
  nights: new Set(match.nights),
});

/** Whether a folder above is ticked, which takes this along. */
export function tickedAbove(ticks: Ticks, host: string, path: string): Tick | undefined {
  for (const above of foldersAbove(path)) {
    const tick = ticks.get(tickKey(host, above));
    if (tick) return tick;
  }
  return undefined;
}

/**
 * What a restore asks for: of each night selected, the ticked paths that exist in it; with nothing ticked, all of the
 * customer's entries. A path inside another ticked one is taken along by it.
 */
export function selectionsFor(
  nights: readonly NightView[],
  ticks: Ticks,
  /** The names below the customer's root by night, for nights of the old script, which have no record. */
  rootOf: (view: NightView) => readonly string[],
): Selection[] {
  const selections: Selection[] = [];
  for (const view of nights) {
    const { host } = view.night;
    const ticked = [...ticks.values()].filter((tick) => tick.host === host && tick.nights.has(view.runId));
    const wanted = ticks.size > 0 ? ticked.map((tick) => tick.path) : entryPaths(view, rootOf);
    const paths = outermost(wanted);
    if (paths.length > 0) selections.push({ host, runId: view.runId, paths });
  }
  return selections;
}

function entryPaths(view: NightView, rootOf: (view: NightView) => readonly string[]): readonly string[] {
  if (view.entries.length === 0) return rootOf(view);
  return view.entries
    .filter((entry) => entry.state === 'good' || entry.state === 'collapsed' || entry.sameAs !== undefined)
    .map((entry) => entry.path);
}

export function outermost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  return [...all].filter((path) => !foldersAbove(path).some((above) => all.has(above)));
}

function foldersAbove(path: string): string[] {
  const above: string[] = [];
  for (let folder = parentOf(path); folder !== '/'; folder = parentOf(folder)) above.push(folder);
  return above;
}

/** The nights that any of what is ticked exists in. */
export const nightsOfTicks = (ticks: Ticks): Set<string> =>
  new Set([...ticks.values()].flatMap(({ nights }) => [...nights]));

/** Ticked paths that exist in none of the nights selected. */
export const ticksWithoutNight = (nights: readonly NightView[], ticks: Ticks): Tick[] =>
  [...ticks.values()].filter(
    (tick) => !nights.some((view) => view.night.host === tick.host && tick.nights.has(view.runId)),
  );
