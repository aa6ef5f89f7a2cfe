import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { NightkeepError } from '../../contract/index.ts';
import { migrations } from './migrations.ts';

/** SQLite's result codes for a file that is damaged, or none of its own. */
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Customers' paths are nobody else's business. SQLite gives its log the same mode. */
const OWNER_ONLY = 0o600;

export interface OpenedDatabase {
  database: DatabaseSync;
  /** Where a damaged file was put aside, if there was one. */
  putAside: string | undefined;
}

/**
 * Opens history.sqlite, brought up to date. All it holds can be read anew from the servers but what was acknowledged,
 * so a damaged file is put aside and begun again rather than keeping the app from its work.
 */
export function openDatabase(file: string, now: Date): OpenedDatabase {
  try {
    return { database: openAndMigrate(file, now), putAside: undefined };
  } catch (error) {
    if (!isDamaged(error)) throw error;
    const putAside = `${file}.damaged-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
    renameSync(file, putAside);
    // A log of the damaged file must not be played into the new one.
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
    return { database: openAndMigrate(file, now), putAside };
  }
}

function openAndMigrate(file: string, now: Date): DatabaseSync {
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
    migrations.slice(version).forEach(({ name, sql }, index) => {
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

function isDamaged(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  const code = Number(error.errcode) & 0xff;
  return code === CORRUPT || code === NOT_A_DATABASE;
}
