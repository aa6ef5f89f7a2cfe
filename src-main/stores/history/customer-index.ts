import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Coverage, Customer } from '../../contract/index.ts';
import { createCustomerSearch, searchKey, type WantedCustomers } from './customer-search.ts';
import { inTransaction } from './database.ts';

/** What one host holds of one customer, with one coverage. */
export interface IndexedCustomer {
  id: string;
  ip?: string | undefined;
  root?: string | undefined;
  coverage: Coverage;
  entries: string[];
}

export interface CustomerIndex {
  /** Says whether anything changed. */
  replaceHost(host: string, customers: readonly IndexedCustomer[]): boolean;
  /** Forgets the hosts that are not among these. */
  keepHosts(hosts: readonly string[]): boolean;
  /**
   * Exact id, then ids that begin so, then addresses, then who is on a host of that name, then anything in an id, address or
   * path; case doesn't matter.
   */
  search(query: string, wanted: WantedCustomers): { customers: Customer[]; total: number | undefined };
  get(id: string): Customer | undefined;
  onHost(host: string): IndexedCustomer[];
  /** Number of customers, not of rows. */
  count(): number;
}

type Row = Record<string, SQLOutputValue>;

export function createCustomerIndex(database: DatabaseSync): CustomerIndex {
  const columns = 'id, host, customer, ip, root, coverage, entries';
  const byHost = database.prepare(`SELECT ${columns} FROM customers WHERE host = ? ORDER BY id`);
  const byCustomer = database.prepare(`SELECT ${columns} FROM customers WHERE customer = ? ORDER BY host, id`);
  const hosts = database.prepare('SELECT DISTINCT host FROM customers');
  const remove = database.prepare('DELETE FROM customers WHERE id = ?');
  const removeText = database.prepare('DELETE FROM customers_text WHERE rowid = ?');
  const insert = database.prepare(
    'INSERT INTO customers (host, customer, key, ip, root, coverage, entries, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const insertText = database.prepare('INSERT INTO customers_text (rowid, text) VALUES (?, ?)');
  const found = createCustomerSearch(database);
  const countAll = database.prepare('SELECT count(DISTINCT customer) AS count FROM customers');

  function addRow(host: string, customer: IndexedCustomer): void {
    const text = searchKey([customer.id, customer.ip, customer.root, ...customer.entries].join('\n'));
    const { lastInsertRowid } = insert.run(
      host,
      JSON.stringify(customer.id),
      searchKey(customer.id),
      customer.ip ?? null,
      customer.root === undefined ? null : JSON.stringify(customer.root),
      customer.coverage,
      JSON.stringify(customer.entries),
      text,
    );
    insertText.run(lastInsertRowid, text);
  }

  function dropRow(row: Row): void {
    removeText.run(row.id ?? null);
    remove.run(row.id ?? null);
  }

  return {
    replaceHost: (host, customers) =>
      inTransaction(database, () => {
        const before = new Map(byHost.all(host).map((row) => [identityOf(fromRow(row)), row]));
        let changed = false;
        for (const customer of customers) {
          if (before.delete(identityOf(customer))) continue;
          addRow(host, customer);
          changed = true;
        }
        for (const row of before.values()) dropRow(row);
        const isOther = changed || before.size > 0;
        if (isOther) found.forget();
        return isOther;
      }),
    keepHosts: (kept) =>
      inTransaction(database, () => {
        const gone = hosts.all().filter((row) => !kept.includes(String(row.host)));
        for (const { host } of gone) for (const row of byHost.all(host ?? null)) dropRow(row);
        if (gone.length > 0) found.forget();
        return gone.length > 0;
      }),
    search(query, wanted) {
      const { ids, total } = found.search(query, wanted);
      return { customers: ids.map((customer) => assemble(byCustomer.all(customer))), total };
    },
    get(id) {
      const rows = byCustomer.all(JSON.stringify(id));
      return rows.length > 0 ? assemble(rows) : undefined;
    },
    onHost: (host) => byHost.all(host).map(fromRow),
    count: () => Number(countAll.get()?.count),
  };
}

const identityOf = ({ id, ip, root, coverage, entries }: IndexedCustomer) =>
  JSON.stringify([id, ip ?? null, root ?? null, coverage, entries]);

function fromRow(row: Row): IndexedCustomer {
  return {
    id: JSON.parse(String(row.customer)),
    ip: row.ip === null ? undefined : String(row.ip),
    root: row.root === null ? undefined : JSON.parse(String(row.root)),
    // Written by this file only, so the words are those of the type.
    coverage: String(row.coverage) as Coverage,
    entries: JSON.parse(String(row.entries)),
  };
}

function assemble(rows: readonly Row[]): Customer {
  const parts = rows.map((row) => ({ host: String(row.host), ...fromRow(row) }));
  return {
    id: parts[0]?.id ?? '',
    ip: parts.find((part) => part.ip)?.ip,
    hosts: parts.map(({ host, root, entries, coverage }) => ({ host, root, entries, coverage })),
  };
}
