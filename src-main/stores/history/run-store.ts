import type { DatabaseSync } from 'node:sqlite';
import type { Run } from '../../contract/index.ts';
import { inTransaction } from './database.ts';

/** Records of runs that were read once: a record is never rewritten, so it needs no second reading. */
export interface RunStore {
  save(runs: readonly Run[]): void;
  has(host: string, runId: string): boolean;
  /** The last run by its id, which begins with its time. */
  lastId(host: string): string | undefined;
  /** Newest first. `since` is compared with the start. */
  list(filter: { host?: string | undefined; since?: string | undefined; limit?: number | undefined }): Run[];
}

export function createRunStore(database: DatabaseSync): RunStore {
  const save = database.prepare('INSERT OR REPLACE INTO runs (host, run_id, started_at, run) VALUES (?, ?, ?, ?)');
  const has = database.prepare('SELECT 1 FROM runs WHERE host = ? AND run_id = ?');
  const last = database.prepare('SELECT max(run_id) AS run_id FROM runs WHERE host = ?');
  const list = database.prepare(
    `SELECT run FROM runs WHERE (?1 IS NULL OR host = ?1) AND started_at >= ?2 ORDER BY started_at DESC, host LIMIT ?3`,
  );
  return {
    save: (runs) =>
      inTransaction(database, () => {
        for (const run of runs) save.run(run.host, run.runId, run.startedAt, JSON.stringify(run));
      }),
    lastId(host) {
      const id = last.get(host)?.run_id;
      return typeof id === 'string' ? id : undefined;
    },
    has: (host, runId) => has.get(host, runId) !== undefined,
    list: ({ host, since, limit }) =>
      list.all(host ?? null, since ?? '', limit ?? -1).map((row): Run => JSON.parse(String(row.run))),
  };
}
