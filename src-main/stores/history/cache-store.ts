import type { DatabaseSync } from 'node:sqlite';

/** How many answers of one kind are kept: those used longest ago go first. */
const KEPT_PER_KIND = 20_000;
/** How often the oldest are looked for: counting them at each write would cost more than the write. */
const WRITES_BETWEEN_CLEANING = 500;

/**
 * Answers that stay true for ever, since a night never changes: a comparison of two nights, a folder of one. Keys and
 * values are anything JSON can hold; a key should begin with the host and the run ids.
 */
export interface CacheStore {
  get(kind: string, key: unknown): unknown;
  put(kind: string, key: unknown, value: unknown): void;
}

export function createCacheStore(database: DatabaseSync, now: () => Date): CacheStore {
  const get = database.prepare('UPDATE cache SET used_at = ? WHERE kind = ? AND key = ? RETURNING value');
  const put = database.prepare('INSERT OR REPLACE INTO cache (kind, key, value, used_at) VALUES (?, ?, ?, ?)');
  const clean = database.prepare(
    `DELETE FROM cache WHERE kind = ?1 AND key IN
       (SELECT key FROM cache WHERE kind = ?1 ORDER BY used_at DESC LIMIT -1 OFFSET ?2)`,
  );
  let writes = 0;
  return {
    get(kind, key) {
      const row = get.get(now().getTime(), kind, JSON.stringify(key));
      return row && JSON.parse(String(row.value));
    },
    put(kind, key, value) {
      put.run(kind, JSON.stringify(key), JSON.stringify(value), now().getTime());
      writes += 1;
      if (writes % WRITES_BETWEEN_CLEANING === 0) clean.run(kind, KEPT_PER_KIND);
    },
  };
}
