import { coverageOf } from '../../domain/coverage.ts';
import type { CustomerFinder } from '../../domain/customers.ts';
import type { History } from '../../stores/history/history.ts';
import type { DiskFacts } from './disk-facts.ts';
import type { ServerFacts } from './server-facts.ts';

export interface IndexDeps {
  history: Pick<History, 'customers' | 'places'>;
  serverFacts: ServerFacts;
  disks: DiskFacts;
  finder: () => CustomerFinder;
}

/** Makes the customers of a host findable, from what is known of it. Says whether anything changed. */
export function indexHost({ history, serverFacts, disks, finder }: IndexDeps, host: string): boolean {
  const place = history.places.get(host);
  const disk = disks.of(host);
  if (!place || !disk) return false;
  const { entries, roots } = serverFacts.inNights(host);
  const paths = { configured: place.entries, inNights: entries, rootsInNights: roots, onDisk: disk.roots };
  return history.customers.replaceHost(host, coverageOf(paths, finder()));
}
