import type { DatabaseSync } from 'node:sqlite';

/** Single facts, such as when the whole fleet was last read. */
export interface FactStore {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
}

export function createFactStore(database: DatabaseSync): FactStore {
  const get = database.prepare('SELECT value FROM facts WHERE name = ?');
  const set = database.prepare('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)');
  return {
    get(name) {
      const row = get.get(name);
      return row && JSON.parse(String(row.value));
    },
    set: (name, value) => void set.run(name, JSON.stringify(value)),
  };
}
