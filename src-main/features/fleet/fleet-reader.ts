import { createHash } from 'node:crypto';
import type { Fleet } from '../../contract/index.ts';
import type { History } from '../../stores/history/history.ts';
import type { Publish } from '../feature.ts';
import { indexCustomers, type ReadHostsDeps, readHostConfigs } from './read-hosts.ts';
import { type ReadServersDeps, readServers } from './read-servers.ts';

export interface FleetReading {
  hosts: number;
  customers: number;
  problems: string[];
}

export interface ReadOptions {
  signal?: AbortSignal | undefined;
  /** The step that begins, then how far it is. */
  onStep?: (step: ReadStep) => void;
  onProgress?: (done: number, total: number) => void;
}

export const readSteps = ['Read each backup.config', 'Ask the servers', 'Look for customers'] as const;
export type ReadStep = (typeof readSteps)[number];

/** Keeps what is known of the fleet up to date: configs, nights, customers. */
export interface FleetReader {
  /** Reads all of it. */
  readAll(options?: ReadOptions): Promise<FleetReading>;
  /**
   * Only asks the servers, for some hosts or all. For all, what a server that doesn't answer holds stays as it was
   * known; for some, that is an error.
   */
  readNights(only?: readonly string[]): Promise<void>;
  /** Reads what is too old to be answered from; at once where nothing is. */
  ensure(): Promise<void>;
  /** Reads one host's config and its customers. */
  readHost(host: string): Promise<void>;
}

export interface FleetReaderDeps extends ReadHostsDeps, ReadServersDeps {
  history: History;
  publish: Publish;
  now: () => Date;
  /** True where a watcher reads regularly: then what is known is answered from, whatever its age. */
  watched: boolean;
}

/** A fleet that is read in less than this is read for each question that needs it; a larger one is trusted for a while. */
const QUICK_MS = 2000;
/** So that reading takes at most a twentieth of the time. */
const TRUSTED_TIMES = 20;

interface LastReading {
  at: string;
  tookMs: number;
  /** Of the fleet that was read: another fleet has to be read anew. */
  fleet: string;
}

export function createFleetReader(deps: FleetReaderDeps): FleetReader {
  const { fleet, history, publish, now } = deps;
  let underWay: Promise<FleetReading> | undefined;

  async function readAll({ signal, onStep, onProgress }: ReadOptions = {}): Promise<FleetReading> {
    const began = performance.now();
    const stamp = stampOf(fleet());
    onStep?.('Read each backup.config');
    const unread = await readHostConfigs(deps, { signal, onProgress });
    onStep?.('Ask the servers');
    const nights = await readServers(deps, { signal });
    onStep?.('Look for customers');
    const index = await indexCustomers(deps, signal);
    const tookMs = Math.round(performance.now() - began);
    history.facts.set('fleet.read', { at: now().toISOString(), tookMs, fleet: stamp } satisfies LastReading);

    for (const host of nights.changed) publish('nights.changed', { host });
    const customers = history.customers.count();
    if (index.changed) publish('customers.changed', { count: customers });
    const problems = [...new Set([...unread, ...nights.failed.map(({ message }) => message), ...index.problems])];
    return { hosts: fleet().hosts.length, customers, problems };
  }

  function shared(): Promise<FleetReading> {
    underWay ??= readAll().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  function isFresh(): boolean {
    const last = history.facts.get('fleet.read') as LastReading | undefined;
    if (!last || last.fleet !== stampOf(fleet())) return false;
    if (deps.watched) return true;
    const trustedMs = last.tookMs < QUICK_MS ? 0 : last.tookMs * TRUSTED_TIMES;
    return now().getTime() - Date.parse(last.at) < trustedMs;
  }

  return {
    readAll: (options) => (options ? readAll(options) : shared()),
    async readNights(only) {
      await Promise.all(only?.map(deps.places.of) ?? []);
      const { changed, failed } = await readServers(deps, { only });
      for (const host of changed) publish('nights.changed', { host });
      if (only && failed[0]) throw failed[0];
    },
    async ensure() {
      if (!isFresh()) await shared();
    },
    async readHost(host) {
      await deps.places.read(host);
      const { changed } = await indexCustomers(deps, undefined, [host]);
      if (changed) publish('customers.changed', { count: history.customers.count() });
    },
  };
}

const stampOf = (fleet: Fleet) => createHash('sha256').update(JSON.stringify(fleet)).digest('hex');
