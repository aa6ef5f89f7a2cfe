import { briefAgain } from './packed-run.ts';
import { whereaboutsOf } from './place-store.ts';

/** `functions` are what its SQL calls. */
interface Migration {
  name: string;
  sql: string;
  functions?: Record<string, (value: unknown) => string | null>;
}

/**
 * How history.sqlite came to be, oldest first. What was released is never edited: a change is a new one at the end.
 *
 * Whatever may hold a path is kept as JSON text: JSON escapes the lone surrogates that stand for bytes which are not
 * UTF-8, where SQLite would replace them. `key` and `text` are for searching only.
 */
export const migrations: readonly Migration[] = [
  {
    name: 'customers, places, runs, failures',
    sql: `
      CREATE TABLE places (host TEXT PRIMARY KEY, place TEXT NOT NULL, read_at TEXT NOT NULL, first_seen TEXT NOT NULL);

      CREATE TABLE customers (
        id INTEGER PRIMARY KEY,
        host TEXT NOT NULL,
        customer TEXT NOT NULL,
        key TEXT NOT NULL,
        ip TEXT,
        root TEXT,
        coverage TEXT NOT NULL,
        entries TEXT NOT NULL,
        text TEXT NOT NULL
      );
      CREATE INDEX customers_by_key ON customers (key, customer);
      CREATE INDEX customers_by_ip ON customers (ip, customer);
      CREATE INDEX customers_by_host ON customers (host);
      CREATE INDEX customers_by_customer ON customers (customer, host);
      CREATE VIRTUAL TABLE customers_text USING fts5 (text, content='', contentless_delete=1, tokenize='trigram');

      CREATE TABLE runs (
        host TEXT NOT NULL,
        run_id TEXT NOT NULL,
        started_at TEXT NOT NULL,
        run TEXT NOT NULL,
        PRIMARY KEY (host, run_id)
      ) WITHOUT ROWID;
      CREATE INDEX runs_by_time ON runs (started_at);

      CREATE TABLE failures (
        id TEXT PRIMARY KEY,
        item TEXT NOT NULL,
        acknowledged_at TEXT,
        snoozed_until TEXT,
        resolved_at TEXT,
        raised_at TEXT
      ) WITHOUT ROWID;

      CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

      CREATE TABLE cache (
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        value TEXT NOT NULL,
        used_at INTEGER NOT NULL,
        PRIMARY KEY (kind, key)
      ) WITHOUT ROWID;
    `,
  },
  {
    name: 'runs in brief, their records apart',
    // What was known of runs is read anew from the servers.
    sql: `
      DROP TABLE runs;
      CREATE TABLE runs (
        host TEXT NOT NULL,
        run_id TEXT NOT NULL,
        started_at TEXT NOT NULL,
        brief TEXT NOT NULL,
        PRIMARY KEY (host, run_id)
      ) WITHOUT ROWID;
      CREATE INDEX runs_by_time ON runs (started_at);
      CREATE TABLE run_records (
        host TEXT NOT NULL,
        run_id TEXT NOT NULL,
        record BLOB NOT NULL,
        PRIMARY KEY (host, run_id)
      ) WITHOUT ROWID;
    `,
  },
  {
    name: 'where nights lie, apart from the entries',
    sql: 'ALTER TABLE places ADD COLUMN whereabouts TEXT;',
  },
  {
    name: 'what colleagues did about failures',
    sql: `
      CREATE TABLE triage (
        failure TEXT NOT NULL,
        server TEXT NOT NULL,
        at TEXT NOT NULL,
        triage TEXT NOT NULL,
        PRIMARY KEY (failure, server)
      ) WITHOUT ROWID;
      CREATE INDEX triage_by_server ON triage (server, at);
      ALTER TABLE failures ADD COLUMN triaged_at TEXT;
    `,
  },
  {
    name: 'what was copied in part, of the nights known before',
    // Nothing but a warning had an entry that was good with something to say.
    functions: { brief_again: briefAgain },
    sql: `
      UPDATE runs SET brief = coalesce(
        (SELECT brief_again(record) FROM run_records
          WHERE run_records.host = runs.host AND run_records.run_id = runs.run_id), brief)
      WHERE json_extract(brief, '$.state') = 'warning';
    `,
  },
  {
    name: 'where nights lie, found without reading what else is known of a place',
    functions: { whereabouts: whereaboutsOf },
    sql: `
      UPDATE places SET whereabouts = whereabouts(place) WHERE whereabouts IS NULL;
      CREATE INDEX places_by_whereabouts ON places (whereabouts, host);
    `,
  },
];
