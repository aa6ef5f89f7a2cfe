import { show } from './bytes.ts';
import type { Item, Manifest } from './manifest.ts';

export interface Difference {
  path: string;
  what: string;
}

/** The differences between two trees, none where they are equal in all that a manifest holds. */
export function compare(expected: Manifest | undefined, found: Manifest | undefined): Difference[] {
  if (!expected || !found) {
    return expected === found ? [] : [{ path: '.', what: found ? 'is there and should not be' : 'is not there' }];
  }
  const differences: Difference[] = [];
  for (const [path, item] of expected) {
    const other = found.get(path);
    const said = other ? itemDifferences(item, other) : [`is missing (a ${item.type})`];
    differences.push(...said.map((what) => ({ path, what })));
  }
  for (const [path, item] of found) {
    if (!expected.has(path)) differences.push({ path, what: `is there and should not be (a ${item.type})` });
  }
  return differences;
}

/** The same as lines for people. */
export const differences = (expected: Manifest | undefined, found: Manifest | undefined): string[] =>
  compare(expected, found).map(({ path, what }) => `${show(path)} ${what}`);

/** How many records (files, folders, links …) are not as they should be. */
export const wrongRecords = (expected: Manifest | undefined, found: Manifest | undefined): number =>
  new Set(compare(expected, found).map(({ path }) => path)).size;

function itemDifferences(expected: Item, found: Item): string[] {
  if (expected.type !== found.type) return [`is a ${found.type}, not a ${expected.type}`];
  const keys = new Set([...Object.keys(expected), ...Object.keys(found)] as (keyof Item)[]);
  return [...keys]
    .filter((key) => expected[key] !== found[key])
    .map((key) => `has ${key} ${inWords(key, found)}, not ${inWords(key, expected)}`);
}

function inWords(key: keyof Item, item: Item): string {
  const value = item[key];
  if (value === undefined) return 'none';
  if (key === 'mode') return item.mode.toString(8).padStart(4, '0');
  return key === 'target' ? show(String(value)) : String(value);
}
