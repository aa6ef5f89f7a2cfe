import { type CustomerFinder, customerFinder } from '../domain/customers.ts';

/** Compiles the patterns again only when they are others. */
export function cachedFinder(patterns: () => readonly string[]): () => CustomerFinder {
  let made: { patterns: readonly string[]; find: CustomerFinder } | undefined;
  return () => {
    const current = patterns();
    if (made?.patterns !== current) made = { patterns: current, find: customerFinder(current) };
    return made.find;
  };
}
