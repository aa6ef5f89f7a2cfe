import type { Coverage, Customer, CustomerOnHost } from '../../src-main/contract/index.ts';

/** Where a customer lives: one root on one host, with all that is known of it. */
export interface Place {
  host: string;
  root: string | undefined;
  /** The best there is: what is configured counts before what is only in nights. */
  coverage: Coverage;
  /** What backup.config names. */
  configured: string[];
  /** What only past nights have; without the root itself, which is all that nights without records tell. */
  past: string[];
}

const rank: Coverage[] = ['configured', 'only-in-nights', 'not-backed-up'];

/** A customer may be listed once a coverage on the same host; here it is one place. */
export function placesOf(customer: Customer): Place[] {
  const places = Map.groupBy(customer.hosts, ({ host, root }) => `${host}\0${root ?? ''}`);
  return [...places.values()].map(merge).sort((a, b) => rank.indexOf(a.coverage) - rank.indexOf(b.coverage));
}

function merge(parts: CustomerOnHost[]): Place {
  const [first] = parts;
  const entries = (coverage: Coverage) => [
    ...new Set(parts.filter((part) => part.coverage === coverage).flatMap((part) => part.entries)),
  ];
  const root = first?.root;
  return {
    host: first?.host ?? '',
    root,
    coverage: rank.find((coverage) => parts.some((part) => part.coverage === coverage)) ?? 'not-backed-up',
    configured: entries('configured'),
    past: entries('only-in-nights').filter((path) => path !== root),
  };
}

/** Hosts by name, each once, in the order of the places. */
export const hostsOf = (places: readonly Place[]): string[] => [...new Set(places.map((place) => place.host))];

export const rootsOn = (places: readonly Place[], host: string): string[] =>
  places.flatMap((place) => (place.host === host && place.root !== undefined ? [place.root] : []));
