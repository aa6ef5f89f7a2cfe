import type { FailureItem } from '../../src-main/contract/index.ts';
import { belowCustomer } from '../format/paths.ts';

/**
 * The customers that failures name, a line each: `col00214, jail15: /www`. A failure of a whole host names none, and is
 * not in it.
 */
export function customersToWriteTo(failures: readonly FailureItem[]): { customers: number; text: string } {
  const named = failures.filter(({ customer }) => customer !== undefined);
  const byCustomer = Map.groupBy(named, ({ customer }) => customer ?? '');
  const lines = [...byCustomer].map(([customer, theirs]) => {
    const where = Map.groupBy(theirs, ({ host }) => host);
    const told = [...where].map(([host, items]) => {
      const paths = items.flatMap(({ path }) => (path === undefined ? [] : (belowCustomer(path, customer) ?? path)));
      return `${host}: ${[...new Set(paths)].sort().join(' ')}`;
    });
    return `${customer}, ${told.join('; ')}`;
  });
  return { customers: byCustomer.size, text: lines.sort().join('\n') };
}
