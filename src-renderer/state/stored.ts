import { useSyncExternalStore } from 'react';

const watchers = new Set<() => void>();

/** What is this person's alone, such as the theme, in the window's own storage. */
export function readStored(key: string): string | undefined {
  return window.localStorage.getItem(`nightkeep.${key}`) ?? undefined;
}

export function writeStored(key: string, value: string | undefined): void {
  if (value === undefined) window.localStorage.removeItem(`nightkeep.${key}`);
  else window.localStorage.setItem(`nightkeep.${key}`, value);
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export const useStored = (key: string): string | undefined => useSyncExternalStore(watch, () => readStored(key));
