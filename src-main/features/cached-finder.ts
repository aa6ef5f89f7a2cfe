import { type CustomerFinder, type CustomerMatch, customerFinder } from '../domain/customers.ts';

/** Paths that are remembered: those of a host are looked at several times, one host after another. */
const MOST_PATHS = 2000;

/** Compiles the patterns again only when they are others. */
export function cachedFinder(patterns: () => readonly string[]): () => CustomerFinder {
  let made: { patterns: readonly string[]; find: CustomerFinder } | undefined;
  return () => {
    const current = patterns();
    if (made?.patterns !== current) made = { patterns: current, find: remembering(customerFinder(current)) };
    return made.find;
  };
}

function remembering(find: CustomerFinder): CustomerFinder {
  const known = new Map<string, CustomerMatch | undefined>();
  return (path) => {
    if (known.has(path)) return known.get(path);
    if (known.size >= MOST_PATHS) known.clear();
    const found = find(path);
    known.set(path, found);
    return found;
  };
}
