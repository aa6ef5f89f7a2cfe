import { useCallback, useSyncExternalStore } from 'react';
import type { Chosen } from './cells.ts';

/** What is being put together for one customer. */
export interface KeptChoice extends Chosen {
  ticket: string;
}

const nothing: KeptChoice = { selected: new Set(), ticks: new Map(), cells: new Map(), except: new Set(), ticket: '' };

/** Customers whose choices are kept: as many tickets as anyone works on at once. */
const most = 20;
const kept = new Map<string, KeptChoice>();
const watchers = new Set<() => void>();

const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

function put(customer: string, choice: KeptChoice): void {
  kept.delete(customer);
  kept.set(customer, choice);
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
  for (const watcher of watchers) watcher();
}

/** The choice made for a customer, which is there again when one comes back from another ticket. */
export function useKeptChoice(customer: string) {
  const choice = useSyncExternalStore(watch, () => kept.get(customer) ?? nothing);
  const change = useCallback(
    (make: (old: KeptChoice) => Partial<KeptChoice>) => {
      const old = kept.get(customer) ?? nothing;
      put(customer, { ...old, ...make(old) });
    },
    [customer],
  );
  return [choice, change] as const;
}
