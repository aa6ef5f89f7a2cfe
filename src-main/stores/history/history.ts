import type { DatabaseSync } from 'node:sqlite';
import { type CacheStore, createCacheStore } from './cache-store.ts';
import { type CustomerIndex, createCustomerIndex } from './customer-index.ts';
import { openDatabase, putAside } from './database.ts';
import { createFactStore, type FactStore } from './fact-store.ts';
import { createFailureStore, type FailureStore } from './failure-store.ts';
import { createPlaceStore, type PlaceStore } from './place-store.ts';
import { createRunStore, type RunStore } from './run-store.ts';
import { type SqliteTrouble, sqliteTrouble } from './sqlite-trouble.ts';
import { createTriageStore, type TriageStore } from './triage-store.ts';

/** What this member of staff's app knows and did: history.sqlite in the data folder. */
export interface History extends Stores {
  /** What went wrong with the file, in sentences that name it and what to do. */
  troubles(): string[];
  close(): void;
}

interface Stores {
  customers: CustomerIndex;
  places: PlaceStore;
  runs: RunStore;
  failures: FailureStore;
  triage: TriageStore;
  cache: CacheStore;
  facts: FactStore;
}

interface Opened {
  database: DatabaseSync;
  stores: Stores;
  /** And not only in memory. */
  isFile: boolean;
}

const MEMORY = ':memory:';

/**
 * Opens it; `file` may be `:memory:`. All it holds can be read anew from the servers but what was acknowledged. So a file
 * that turns out to be damaged, now or later, is put aside and begun anew, and one that can't be used is done without:
 * nothing that the app is there for fails by it. Throws conflict where a newer Nightkeep wrote it.
 */
export function openHistory(file: string, now: () => Date, onTrouble: (trouble: string) => void = () => {}): History {
  const told: string[] = [];
  const tell = (trouble: string) => {
    told.push(trouble);
    onTrouble(trouble);
  };
  let used = openOr(file);

  function openOr(where: string): Opened {
    let database: DatabaseSync | undefined;
    try {
      database = openDatabase(where, now());
      return { database, stores: storesOf(database, now), isFile: where !== MEMORY };
    } catch (error) {
      if (database) closeQuietly(database);
      if (where === MEMORY) throw error;
      return instead(error);
    }
  }

  /** What is used from now on in place of the file, which failed and is closed. Throws where the file is not to blame. */
  function instead(error: unknown): Opened {
    const trouble = sqliteTrouble(error);
    if (trouble === undefined) throw error;
    if (trouble === 'damaged') {
      try {
        const aside = putAside(file, now());
        tell(
          `${file} was damaged. It is put aside as ${aside}, and what it held is read anew from the servers; only what was acknowledged or put off has to be so again.`,
        );
        return openOr(file);
      } catch (other) {
        if (sqliteTrouble(other) === undefined) throw other;
      }
    }
    tell(
      `${file} ${whatIsWrong[trouble]} Until then Nightkeep goes on without it: what it learns and what you acknowledge is forgotten when it ends.`,
    );
    return openOr(MEMORY);
  }

  /** A store whose file may be replaced by another one while it is used. */
  const lasting = <Name extends keyof Stores>(name: Name): Stores[Name] =>
    new Proxy({} as Stores[Name], {
      get:
        (_target, method) =>
        (...args: unknown[]) => {
          const call = () => {
            const store = used.stores[name] as unknown as Record<PropertyKey, (...args: unknown[]) => unknown>;
            return store[method]?.(...args);
          };
          try {
            return call();
          } catch (error) {
            if (!used.isFile || sqliteTrouble(error) === undefined) throw error;
            // Before another file takes its name: SQLite removes its log by name.
            closeQuietly(used.database);
            used = instead(error);
            return call();
          }
        },
    });

  return {
    customers: lasting('customers'),
    places: lasting('places'),
    runs: lasting('runs'),
    failures: lasting('failures'),
    triage: lasting('triage'),
    cache: lasting('cache'),
    facts: lasting('facts'),
    troubles: () => [...told],
    close: () => closeQuietly(used.database),
  };
}

const whatIsWrong: Record<SqliteTrouble, string> = {
  damaged: "is damaged and can't be put aside. Move it away by hand, and start Nightkeep again.",
  held: 'is held by another program. End that program, and start Nightkeep again.',
  full: "can't be written: its disk is full. Make room there, and start Nightkeep again.",
  forbidden:
    "can't be used by this account. Give it the right to read and write the file and its folder, and start Nightkeep again.",
};

const storesOf = (database: DatabaseSync, now: () => Date): Stores => ({
  customers: createCustomerIndex(database),
  places: createPlaceStore(database),
  runs: createRunStore(database),
  failures: createFailureStore(database),
  triage: createTriageStore(database),
  cache: createCacheStore(database, now),
  facts: createFactStore(database),
});

/** A damaged file may refuse even that. */
function closeQuietly(database: DatabaseSync): void {
  try {
    database.close();
  } catch {}
}
