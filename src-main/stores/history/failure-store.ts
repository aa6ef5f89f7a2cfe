import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { FailureItem } from '../../contract/index.ts';

/** A failure as it was found, and what staff did about it. */
export interface StoredFailure {
  item: Omit<FailureItem, 'state' | 'snoozedUntil' | 'title' | 'server'>;
  acknowledgedAt: string | undefined;
  snoozedUntil: string | undefined;
  resolvedAt: string | undefined;
  raisedAt: string | undefined;
  /** Of the last that anybody did about it: what was done before is seen to. */
  triagedAt: string | undefined;
}

export interface FailureStore {
  all(): StoredFailure[];
  get(id: string): StoredFailure | undefined;
  save(failure: StoredFailure): void;
  remove(id: string): void;
  /** True for whoever asks first, in whichever process: so that a failure is told once. */
  claimRaise(id: string, at: string): boolean;
}

export function createFailureStore(database: DatabaseSync): FailureStore {
  const columns = 'id, item, acknowledged_at, snoozed_until, resolved_at, raised_at, triaged_at';
  const all = database.prepare(`SELECT ${columns} FROM failures`);
  const get = database.prepare(`SELECT ${columns} FROM failures WHERE id = ?`);
  const save = database.prepare(`INSERT OR REPLACE INTO failures (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const remove = database.prepare('DELETE FROM failures WHERE id = ?');
  const claim = database.prepare('UPDATE failures SET raised_at = ? WHERE id = ? AND raised_at IS NULL');

  return {
    all: () => all.all().map(fromRow),
    get(id) {
      const row = get.get(id);
      return row && fromRow(row);
    },
    save({ item, acknowledgedAt, snoozedUntil, resolvedAt, raisedAt, triagedAt }) {
      save.run(
        item.id,
        JSON.stringify(item),
        acknowledgedAt ?? null,
        snoozedUntil ?? null,
        resolvedAt ?? null,
        raisedAt ?? null,
        triagedAt ?? null,
      );
    },
    remove: (id) => void remove.run(id),
    claimRaise: (id, at) => claim.run(at, id).changes === 1,
  };
}

const optional = (value: SQLOutputValue | undefined) =>
  value === null || value === undefined ? undefined : String(value);

const fromRow = (row: Record<string, SQLOutputValue>): StoredFailure => ({
  item: JSON.parse(String(row.item)),
  acknowledgedAt: optional(row.acknowledged_at),
  snoozedUntil: optional(row.snoozed_until),
  resolvedAt: optional(row.resolved_at),
  raisedAt: optional(row.raised_at),
  triagedAt: optional(row.triaged_at),
});
