import { type CacheStore, createCacheStore } from './cache-store.ts';
import { type CustomerIndex, createCustomerIndex } from './customer-index.ts';
import { openDatabase } from './database.ts';
import { createFactStore, type FactStore } from './fact-store.ts';
import { createFailureStore, type FailureStore } from './failure-store.ts';
import { createPlaceStore, type PlaceStore } from './place-store.ts';
import { createRunStore, type RunStore } from './run-store.ts';

/** What this member of staff's app knows and did: history.sqlite in the data folder. */
export interface History {
  customers: CustomerIndex;
  places: PlaceStore;
  runs: RunStore;
  failures: FailureStore;
  cache: CacheStore;
  facts: FactStore;
  /** Where a damaged file was put aside when it was opened, if there was one. */
  putAside: string | undefined;
  close(): void;
}

/** `file` may be `:memory:`. Throws conflict where a newer Nightkeep wrote it. */
export function openHistory(file: string, now: () => Date): History {
  const { database, putAside } = openDatabase(file, now());
  return {
    customers: createCustomerIndex(database),
    places: createPlaceStore(database),
    runs: createRunStore(database),
    failures: createFailureStore(database),
    cache: createCacheStore(database, now),
    facts: createFactStore(database),
    putAside,
    close: () => database.close(),
  };
}
