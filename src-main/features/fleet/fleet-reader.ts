import { createHash } from 'node:crypto';
import type { Fleet } from '../../contract/index.ts';
import type { History } from '../../stores/history/history.ts';
import type { Publish } from '../feature.ts';
import { createGathered } from './gathered.ts';
import { type IndexDeps, indexHost } from './index-customers.ts';
import { createLastRuns } from './last-runs.ts';
import { type ReadHostsDeps, readHosts, stampsOf } from './read-hosts.ts';
import { type ReadServersDeps, readServers } from './read-servers.ts';
import { hostsOfRound } from './round.ts';
import { turn } from './turns.ts';

export interface FleetReading {
  hosts: number;
  customers: number;
  problems: string[];
}

export interface ReadOptions {
  signal?: AbortSignal | undefined;
  /** Only these hosts are asked; all servers are. */
  hosts?: readonly string[];
  /** The step that begins, then how far it is. */
  onStep?: (step: ReadStep) => void;
  onProgress?: (done: number, total: number) => void;
}

export const readSteps = ['Read each backup.config', 'Ask the servers'] as const;
export type ReadStep = (typeof readSteps)[number];

/** Keeps what is known of the fleet up to date: configs, nights, customers. Nothing that is known is read again. */
export interface FleetReader {
  /** Asks every host, or these, and every server what is new. */
  readAll(options?: ReadOptions): Promise<FleetReading>;
  /**
   * Only asks the servers, for some hosts or all. For all, what a server that doesn't answer holds stays as it was
   * known; for some, that is an error.
   */
  readNights(only?: readonly string[]): Promise<void>;
  /** Reads what is too old to be answered from; nothing where a watcher keeps it up to date. */
  ensure(): Promise<void>;
  /** Reads one host's config and its customers. */
  readHost(host: string): Promise<void>;
  /** Hosts of which nothing is known by the settings of now: never read, or by others, or out of reach. */
  unread(): Promise<string[]>;
  /** Hosts whose turn it is in a quarter-hour's round; of `open` something is open. */
  due(open: ReadonlySet<string>): Promise<string[]>;
}

export interface FleetReaderDeps extends Omit<ReadHostsDeps, 'onLastRun'>, ReadServersDeps, IndexDeps {
  history: History;
  publish: Publish;
  /** Told of hosts of which something else is known now. */
  onHosts: (hosts: readonly string[]) => void;
  /** True where a watcher reads regularly: then what is known is answered from, whatever its age. */
  watched: boolean;
}

/** A fleet that is read in less than this is read for each question that needs it; a larger one is trusted for a while. */
const QUICK_MS = 2000;
/** So that reading takes at most a twentieth of the time. */
const TRUSTED_TIMES = 20;
/** New hosts of which a server is asked at once, while others are still being read. */
const ENOUGH_TO_ASK = 40;
/** Hosts that are looked through in one turn: some milliseconds. */
const HOSTS_A_TURN = 50;
/** How often it is told that the customers are others, while a fleet is read. */
const TELL_CUSTOMERS_MS = 1000;

interface LastReading {
  at: string;
  tookMs: number;
  /** Of the fleet that was read: another fleet has to be read anew. */
  fleet: string;
}

export function createFleetReader(deps: FleetReaderDeps): FleetReader {
  const { fleet, history, publish, now, disks, reach } = deps;
  let underWay: Promise<FleetReading> | undefined;
  /** Hosts that are being read since somebody changed their config: what is asked next is to know of it. */
  const rereading = new Set<Promise<unknown>>();
  /** ISO 8601; when each host was asked here, whether or not it could be read. */
  const askedAt = new Map<string, string>();
  const customersChanged = createGathered(TELL_CUSTOMERS_MS, () =>
    publish('customers.changed', { count: history.customers.count() }),
  );

  function index(host: string): void {
    if (indexHost(deps, host)) customersChanged.soon();
  }

  const lastRuns = createLastRuns(deps);
  const readingHosts: ReadHostsDeps = { ...deps, onLastRun: lastRuns.take };

  /** Once the servers have told theirs: what is left is in nobody's record. */
  function noteLastRuns(): void {
    const hosts = lastRuns.note();
    deps.onHosts(hosts);
    for (const host of hosts) publish('nights.changed', { host });
  }

  async function askServers(only?: readonly string[], signal?: AbortSignal) {
    const read = await readServers(deps, {
      signal,
      only,
      onRead: async ({ changed, reindex }) => {
        for (const host of reindex) {
          await turn();
          index(host);
        }
        deps.onHosts(changed);
        for (const host of changed) publish('nights.changed', { host });
      },
    });
    return read.failed;
  }

  async function readAll({ signal, hosts, onStep, onProgress }: ReadOptions = {}): Promise<FleetReading> {
    const began = performance.now();
    const stamp = stampOf(fleet());
    const names = fleet().hosts.map(({ name }) => name);
    if (history.customers.keepHosts(names)) customersChanged.soon();
    onStep?.('Read each backup.config');
    const wanted = hosts ?? names;
    onProgress?.(0, wanted.length);

    let placed: string[] = [];
    let asking: Promise<unknown> = Promise.resolve();
    const unread = await readHosts(readingHosts, wanted, {
      signal,
      onHost(host, done, read) {
        askedAt.set(host, now().toISOString());
        onProgress?.(done, wanted.length);
        if (!read) return;
        index(host);
        if (!deps.serverFacts.of(host).toldAt) placed.push(host);
        if (placed.length < ENOUGH_TO_ASK) return;
        const some = placed;
        placed = [];
        asking = asking.then(() => (signal?.aborted ? undefined : askServers(some, signal).catch(() => undefined)));
      },
    }).finally(() => asking);
    onStep?.('Ask the servers');
    const failed = await askServers(undefined, signal);
    noteLastRuns();
    customersChanged.now();
    if (!hosts) {
      const tookMs = Math.round(performance.now() - began);
      history.facts.set('fleet.read', { at: now().toISOString(), tookMs, fleet: stamp } satisfies LastReading);
    }
    const problems = [...new Set([...unread, ...failed.map(({ message }) => message)])];
    return { hosts: names.length, customers: history.customers.count(), problems };
  }

  function isFresh(): boolean {
    const last = history.facts.get('fleet.read') as LastReading | undefined;
    if (!last || last.fleet !== stampOf(fleet())) return false;
    const trustedMs = last.tookMs < QUICK_MS ? 0 : last.tookMs * TRUSTED_TIMES;
    return now().getTime() - Date.parse(last.at) < trustedMs;
  }

  async function unread(): Promise<string[]> {
    const current = fleet();
    const stamp = stampsOf(current);
    const found: string[] = [];
    for (const [index, host] of current.hosts.entries()) {
      if (index % HOSTS_A_TURN === 0) await turn();
      const isKnown = disks.of(host.name)?.stamp === stamp(host) && reach.unreached(host.name) === undefined;
      if (!isKnown) found.push(host.name);
    }
    return found;
  }

  return {
    readAll,
    unread,
    async readNights(only) {
      await Promise.all(only?.map(deps.places.of) ?? []);
      const failed = await askServers(only);
      customersChanged.now();
      if (only && failed[0]) throw failed[0];
    },
    async ensure() {
      if (deps.watched) return;
      await Promise.allSettled(rereading);
      if (isFresh()) return;
      underWay ??= readAll().finally(() => {
        underWay = undefined;
      });
      await underWay;
    },
    async readHost(host) {
      const reading = readHosts(readingHosts, [host], { onHost: (_, __, read) => read && index(host) });
      rereading.add(reading);
      await reading.finally(() => rereading.delete(reading));
      customersChanged.now();
      deps.onHosts([host]);
    },
    async due(open) {
      const doubtful = await unread();
      const ages = history.places.ages();
      const age = (host: string) => askedAt.get(host) ?? ages.get(host) ?? '';
      const hosts = fleet().hosts.map(({ name }) => name);
      return hostsOfRound({ hosts, age, unread: doubtful, open });
    },
  };
}

const stampOf = (fleet: Fleet) => createHash('sha256').update(JSON.stringify(fleet)).digest('hex');
