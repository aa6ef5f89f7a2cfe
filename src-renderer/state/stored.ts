import { useSyncExternalStore } from 'react';

const watchers = new Set<() => void>();

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

const nameOf = (key: string) => `nightkeep.${key}`;

function write(storage: Storage, key: string, value: string | undefined): void {
  if (value === undefined) storage.removeItem(nameOf(key));
  else storage.setItem(nameOf(key), value);
  for (const watcher of watchers) watcher();
}

/** What is this person's alone, such as the theme, in the window's own storage. */
export const readStored = (key: string): string | undefined => window.localStorage.getItem(nameOf(key)) ?? undefined;

export const writeStored = (key: string, value: string | undefined): void => write(window.localStorage, key, value);

export const useStored = (key: string): string | undefined => useSyncExternalStore(watch, () => readStored(key));

/** What this window alone is about, such as an edit not saved yet: a look at another screen must not lose it. */
export const readKept = (key: string): string | undefined => window.sessionStorage.getItem(nameOf(key)) ?? undefined;

export const useKept = (key: string): string | undefined => useSyncExternalStore(watch, () => readKept(key));

export const keep = (key: string, value: string | undefined): void => write(window.sessionStorage, key, value);
