import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { NightkeepError } from '../../contract/index.ts';
import { migrations } from './migrations.ts';

/** Customers' paths are nobody else's business. SQLite gives its log the same mode. */
const OWNER_ONLY = 0o600;

/** Puts a damaged file aside, which has to be closed, and gives its new name. */
export function putAside(file: string, now: Date): string {
  const aside = `${file}.damaged-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  renameSync(file, aside);
  // A log of the damaged file must not be played into the new one.
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  return aside;
}

/** Opens history.sqlite, brought up to date. Throws SQLite's error, or that of the file, where it can't be used. */
export function openDatabase(file: string, now: Date): DatabaseSync {
  if (file !== ':memory:') closeSync(openSync(file, 'a', OWNER_ONLY));
  // The command line may run beside the app: whoever is second waits.
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    migrate(database, file, now);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync, file: string, now: Date): void {
  inTransaction(database, () => {
    database.exec('CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, name TEXT, applied_at TEXT)');
    const version = Number(
      database.prepare('SELECT coalesce(max(version), 0) AS version FROM migrations').get()?.version,
    );
    if (version > migrations.length) {
      throw new NightkeepError('conflict', `${file} was written by a newer Nightkeep; update this one to read it`);
    }
    const record = database.prepare('INSERT INTO migrations VALUES (?, ?, ?)');
    migrations.slice(version).forEach(({ name, sql, functions = {} }, index) => {
      for (const [called, does] of Object.entries(functions)) database.function(called, does);
      database.exec(sql);
      record.run(version + index + 1, name, now.toISOString());
    });
  });
}

/** All or nothing. IMMEDIATE, since a transaction that begins by reading can't wait for another writer later. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** A string that sorts after all that begin with `prefix`. */
export const afterAll = (prefix: string) => `${prefix}\u{10FFFF}`;
