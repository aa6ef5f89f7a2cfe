import type { DatabaseSync } from 'node:sqlite';
import type { Run } from '../../contract/index.ts';
import { type BriefRun, briefOf } from '../../domain/brief-run.ts';
import { inTransaction } from './database.ts';
import { pack, unpack } from './packed-run.ts';

export interface RunFilter {
  host?: string | undefined;
  /** ISO 8601 in UTC; compared with the start. */
  since?: string | undefined;
  offset?: number | undefined;
  limit?: number | undefined;
}

/** Records of runs that were read once: a record is never rewritten, so it needs no second reading. */
export interface RunStore {
  save(runs: readonly Run[]): void;
  has(host: string, runId: string): boolean;
  get(host: string, runId: string): Run | undefined;
  /** The last run before `before` by its id, which begins with its time; a later one is of a clock that was wrong. */
  lastId(host: string, before: Date): string | undefined;
  /** The latest of them by their ids. */
  lastIds(host: string, most: number): string[];
  /** Newest first, with all their entries. */
  list(filter: RunFilter): Run[];
  /** The same, without the entries that went well. */
  brief(filter: RunFilter): BriefRun[];
  /** The latest of a host by their ids, in one read: all that is judged by, at each start, of a year of nights of each host. */
  briefsOf(host: string, most: number): BriefRun[];
  /** How many there are in all. */
  count(filter: Pick<RunFilter, 'host' | 'since'>): number;
}

export function createRunStore(database: DatabaseSync): RunStore {
  const save = database.prepare('INSERT OR REPLACE INTO runs (host, run_id, started_at, brief) VALUES (?, ?, ?, ?)');
  const saveRecord = database.prepare('INSERT OR REPLACE INTO run_records (host, run_id, record) VALUES (?, ?, ?)');
  const has = database.prepare('SELECT 1 FROM runs WHERE host = ? AND run_id = ?');
  const get = database.prepare('SELECT record FROM run_records WHERE host = ? AND run_id = ?');
  const last = database.prepare('SELECT max(run_id) AS run_id FROM runs WHERE host = ? AND run_id < ?');
  const lastOnes = database.prepare('SELECT run_id FROM runs WHERE host = ? ORDER BY run_id DESC LIMIT ?');
  const chosen = `FROM runs WHERE started_at >= ? ORDER BY started_at DESC, host LIMIT ? OFFSET ?`;
  const chosenOfHost = `FROM runs WHERE started_at >= ? AND host = ? ORDER BY started_at DESC LIMIT ? OFFSET ?`;
  const briefs = {
    all: database.prepare(`SELECT host, run_id, brief ${chosen}`),
    ofHost: database.prepare(`SELECT host, run_id, brief ${chosenOfHost}`),
  };
  const allBriefs = database.prepare(
    `SELECT '[' || group_concat(brief) || ']' AS briefs
     FROM (SELECT brief FROM runs WHERE host = ? ORDER BY run_id DESC LIMIT ?)`,
  );
  const counts = {
    all: database.prepare('SELECT count(*) AS count FROM runs WHERE started_at >= ?'),
    ofHost: database.prepare('SELECT count(*) AS count FROM runs WHERE started_at >= ? AND host = ?'),
  };
  const choose = ({ host, since = '', offset = 0, limit = -1 }: RunFilter) =>
    host === undefined ? briefs.all.all(since, limit, offset) : briefs.ofHost.all(since, host, limit, offset);

  const read = (host: string, runId: string): Run | undefined => {
    const record = get.get(host, runId)?.record;
    return record instanceof Uint8Array ? unpack(record) : undefined;
  };

  return {
    save: (runs) =>
      inTransaction(database, () => {
        for (const run of runs) {
          save.run(run.host, run.runId, run.startedAt, JSON.stringify(briefOf(run)));
          saveRecord.run(run.host, run.runId, pack(run));
        }
      }),
    get: read,
    has: (host, runId) => has.get(host, runId) !== undefined,
    lastId(host, before) {
      const id = last.get(host, before.toISOString().replace(/[-:]/g, ''))?.run_id;
      return typeof id === 'string' ? id : undefined;
    },
    lastIds: (host, most) => lastOnes.all(host, most).map((row) => String(row.run_id)),
    briefsOf: (host, most) => JSON.parse(String(allBriefs.get(host, most)?.briefs ?? '[]')),
    list: (filter) => choose(filter).flatMap((row) => read(String(row.host), String(row.run_id)) ?? []),
    count: ({ host, since = '' }) =>
      Number((host === undefined ? counts.all.get(since) : counts.ofHost.get(since, host))?.count),
    brief: (filter) => choose(filter).map((row): BriefRun => JSON.parse(String(row.brief))),
  };
}
