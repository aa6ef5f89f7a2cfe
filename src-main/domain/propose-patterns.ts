import type { ShownPattern } from '../contract/index.ts';
import { customerFinder, whyNotAPattern } from './customers.ts';

const MOST_PROPOSED = 5;
const MOST_EXAMPLES = 5;
/** Paths that proposals are made of: a thousand hosts name their customers alike. */
const MOST_LOOKED_AT = 5000;

const ADDRESS = '\\d+\\.\\d+\\.\\d+\\.\\d+';

/**
 * Patterns that may name the customers in these paths, the one that finds most first: an id such as `col00214` with an
 * address before it, or alone below a folder; else the folders that lie beside each other.
 */
export function proposePatterns(paths: readonly string[]): ShownPattern[] {
  const looked = paths.slice(0, MOST_LOOKED_AT);
  const candidates = new Map<string, number>();
  for (const path of looked) {
    for (const pattern of patternsOf(path)) candidates.set(pattern, (candidates.get(pattern) ?? 0) + 1);
  }
  const likeliest = [...candidates].sort(([, a], [, b]) => b - a).slice(0, 4 * MOST_PROPOSED);
  const left = new Set(looked);
  const proposed: ShownPattern[] = [];
  for (const { pattern } of likeliest.map(([each]) => showPattern(each, looked)).sort(moreCustomers)) {
    // One that finds only what another one finds already says nothing new.
    const shown = showPattern(pattern, [...left]);
    if (shown.customers === 0 || proposed.length === MOST_PROPOSED) continue;
    proposed.push(showPattern(pattern, looked));
    const find = customerFinder([pattern]);
    for (const path of left) if (find(path)) left.delete(path);
  }
  return proposed;
}

export function showPattern(pattern: string, paths: readonly string[]): ShownPattern {
  const why = whyNotAPattern(pattern);
  const find = customerFinder([pattern]);
  const ids = new Set<string>();
  const examples: ShownPattern['examples'] = [];
  for (const path of paths) {
    const found = find(path);
    if (!found) continue;
    if (!ids.has(found.id) && examples.length < MOST_EXAMPLES) examples.push({ path, ...found });
    ids.add(found.id);
  }
  return { pattern, why, customers: ids.size, examples };
}

const moreCustomers = (a: ShownPattern, b: ShownPattern) => b.customers - a.customers;

function patternsOf(path: string): string[] {
  const parts = path.split('/');
  return parts.flatMap((part, index) => {
    const withAddress = /^(\d+\.\d+\.\d+\.\d+)([-_])([A-Za-z]+)(\d{2,})(.*)$/.exec(part);
    if (withAddress) {
      const [, , between = '', letters = '', digits = '', rest = ''] = withAddress;
      return [`(?<ip>${ADDRESS})${between}(?<customer>${letters}\\d{${digits.length}})${literal(restOf(rest))}`];
    }
    const parent = parts.slice(0, index).join('/');
    const alone = /^([A-Za-z]+)(\d{3,})$/.exec(part);
    if (alone && parent !== '') {
      const [, letters = '', digits = ''] = alone;
      return [`${literal(parent)}/(?<customer>${letters}\\d{${digits.length}})(?=/|$)`];
    }
    return [];
  });
}

/** What follows an id may be any word, but what stands between words is part of the name. */
const restOf = (rest: string): string => (/^[-_][A-Za-z]+$/.test(rest) ? rest : '');

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
