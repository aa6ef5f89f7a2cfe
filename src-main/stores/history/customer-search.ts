import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Coverage } from '../../contract/index.ts';
import { afterAll } from './database.ts';

export interface WantedCustomers {
  limit: number;
  /** With it, all that match are counted, too. */
  offset?: number | undefined;
  coverage?: Coverage | undefined;
  /** `match`, the best first, where nothing is said. */
  order?: 'match' | 'id' | 'host' | undefined;
}

export interface FoundCustomers {
  /** Ids, as the table has them. */
  ids: string[];
  /** How many match; undefined where that was neither asked nor found out by the way. */
  total: number | undefined;
}

export interface CustomerSearch {
  search(query: string, wanted: WantedCustomers): FoundCustomers;
  /** The customers are others than before. */
  forget(): void;
}

type Row = Record<string, SQLOutputValue>;

const ALL = Number.MAX_SAFE_INTEGER;

export function createCustomerSearch(database: DatabaseSync): CustomerSearch {
  const stages = stagesOf(database);
  const countAll = database.prepare('SELECT count(DISTINCT customer) AS count FROM customers');
  const page = database.prepare('SELECT DISTINCT key, customer FROM customers ORDER BY key, customer LIMIT ? OFFSET ?');
  const covered = database.prepare('SELECT DISTINCT customer FROM customers WHERE coverage = ?');
  const byHost = database.prepare('SELECT customer FROM customers GROUP BY customer ORDER BY min(host), min(key)');
  const byId = database.prepare('SELECT customer FROM customers GROUP BY customer ORDER BY min(key)');
  /** Moves on when another process wrote. */
  const version = database.prepare('PRAGMA data_version');
  const idsOf = (rows: Row[]) => rows.map((row) => String(row.customer));
  /** Whoever goes through a long list asks for one part of it after another. */
  let last: { asked: string; ids: string[] } | undefined;

  function found(query: string, limit: number): string[] {
    const customers = new Set<string>();
    const add = (rows: Row[]) => {
      for (const row of rows) if (customers.size < limit) customers.add(String(row.customer));
    };
    const key = searchKey(query);
    if (key === '') add(stages.all.all(limit));
    else {
      add(stages.exact.all(key, limit));
      if (customers.size < limit) add(stages.prefix.all(key, afterAll(key), limit));
      if (customers.size < limit) add(stages.address.all(key, afterAll(key), limit));
      if (customers.size < limit) add(stages.host.all(query.trim(), afterAll(query.trim()), limit));
      if (customers.size < limit)
        add(key.length < 3 ? stages.scan.all(key, limit) : stages.text.all(phrase(key), limit));
      // Several words that don't stand together anywhere may still all stand somewhere.
      if (customers.size === 0 && key.includes(' ')) add(stages.text.all(allWords(key), limit));
    }
    return [...customers];
  }

  function all(query: string, { coverage, order = 'match' }: WantedCustomers): string[] {
    const asked = JSON.stringify([query, coverage, order, version.get()?.data_version]);
    if (last?.asked === asked) return last.ids;
    const matching = found(query, ALL);
    const only = coverage === undefined ? undefined : new Set(idsOf(covered.all(coverage)));
    const left = only ? matching.filter((id) => only.has(id)) : matching;
    last = { asked, ids: order === 'match' ? left : ordered(left, idsOf((order === 'id' ? byId : byHost).all())) };
    return last.ids;
  }

  return {
    search(query, wanted) {
      const { limit, offset, coverage, order = 'match' } = wanted;
      const isPlain = coverage === undefined && order === 'match';
      if (isPlain && searchKey(query) === '')
        return { ids: idsOf(page.all(limit, offset ?? 0)), total: Number(countAll.get()?.count) };
      if (isPlain && offset === undefined) {
        const ids = found(query, limit);
        return { ids, total: ids.length < limit ? ids.length : undefined };
      }
      const ids = all(query, wanted);
      return { ids: ids.slice(offset, (offset ?? 0) + limit), total: ids.length };
    },
    forget() {
      last = undefined;
    },
  };
}

const ordered = (ids: readonly string[], order: readonly string[]): string[] => {
  const wanted = new Set(ids);
  return order.filter((id) => wanted.has(id));
};

/**
 * From the best kind of match to the weakest. Each is read in the order of an index, so that it ends at its limit
 * however many match.
 */
const stagesOf = (database: DatabaseSync) => ({
  all: database.prepare('SELECT DISTINCT key, customer FROM customers ORDER BY key, customer LIMIT ?'),
  exact: database.prepare('SELECT DISTINCT customer FROM customers WHERE key = ? LIMIT ?'),
  prefix: database.prepare(
    'SELECT DISTINCT key, customer FROM customers WHERE key >= ? AND key < ? ORDER BY key, customer LIMIT ?',
  ),
  address: database.prepare(
    'SELECT DISTINCT ip, customer FROM customers WHERE ip >= ? AND ip < ? ORDER BY ip, customer LIMIT ?',
  ),
  host: database.prepare(
    'SELECT DISTINCT host, customer FROM customers WHERE host >= ? AND host < ? ORDER BY host, customer LIMIT ?',
  ),
  text: database.prepare(
    `SELECT DISTINCT customer FROM customers_text JOIN customers ON customers.id = customers_text.rowid
     WHERE customers_text MATCH ? LIMIT ?`,
  ),
  // For one or two characters, which are less than the trigrams of the index.
  scan: database.prepare('SELECT DISTINCT customer FROM customers WHERE instr(text, ?) LIMIT ?'),
});

/** As ids and texts are kept to be looked for. */
export const searchKey = (text: string) => text.trim().toLowerCase().toWellFormed();

const phrase = (text: string) => `"${text.replaceAll('"', '""')}"`;

const allWords = (text: string) =>
  text
    .split(/\s+/)
    .filter((word) => word.length >= 3)
    .map(phrase)
    .join(' AND ') || phrase(text);
