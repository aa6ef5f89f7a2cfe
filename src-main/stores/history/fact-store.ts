import type { DatabaseSync } from 'node:sqlite';
import { afterAll } from './database.ts';

/** Single facts, such as when the whole fleet was last read. */
export interface FactStore {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  remove(name: string): void;
  /** Those whose names begin so, by name. */
  startingWith(prefix: string): { name: string; value: unknown }[];
}

export function createFactStore(database: DatabaseSync): FactStore {
  const get = database.prepare('SELECT value FROM facts WHERE name = ?');
  const set = database.prepare('INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM facts WHERE name = ?');
  const starting = database.prepare('SELECT name, value FROM facts WHERE name >= ? AND name < ? ORDER BY name');
  return {
    get(name) {
      const row = get.get(name);
      return row && JSON.parse(String(row.value));
    },
    set: (name, value) => void set.run(name, JSON.stringify(value)),
    remove: (name) => void remove.run(name),
    startingWith: (prefix) =>
      starting
        .all(prefix, afterAll(prefix))
        .map((row) => ({ name: String(row.name), value: JSON.parse(String(row.value)) })),
  };
}
