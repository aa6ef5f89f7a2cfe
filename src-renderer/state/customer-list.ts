import type { AffectedCustomer } from '../../src-main/contract/index.ts';
import { csv } from '../format/csv.ts';
import { belowCustomer } from '../format/paths.ts';
import { inZone } from '../format/times.ts';

/** The directory as its customer names it. */
export const entryOf = ({ path, customer }: AffectedCustomer): string =>
  path === undefined ? '' : (belowCustomer(path, customer) ?? path);

/** Customers to write to: their ids, one a line, and a table of what is wrong with whose data. */
export function customerList(rows: readonly AffectedCustomer[], zone: string) {
  const ids = [...new Set(rows.map(({ customer }) => customer))];
  const table = rows.map((row) => [row.customer, row.host, entryOf(row), inZone(row.since, zone).date, row.lastGood]);
  return {
    customers: ids.length,
    ids: ids.map((id) => `${id}\n`).join(''),
    csv: csv([['customer', 'host', 'entry', 'since', 'last good night'], ...table]),
  };
}
