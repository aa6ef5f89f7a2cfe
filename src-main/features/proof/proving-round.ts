import { type Fleet, type Job, NightkeepError } from '../../contract/index.ts';
import type { Jobs } from '../../jobs/types.ts';
import type { Log } from '../../stores/log.ts';
import type { Clock } from '../clock.ts';
import type { ServerFacts } from '../fleet/server-facts.ts';
import type { KnownProofs } from './known-proofs.ts';
import { leastProven } from './proof.ts';
import { isDue } from './reading-back.ts';

export interface ProvingRoundDeps {
  clock: Clock;
  fleet: () => Fleet;
  jobs: Pick<Jobs, 'finished'>;
  known: KnownProofs;
  /** Hosts of a server, as far as their places are known. */
  hostsOn: (server: string) => string[];
  customersOn: (host: string) => readonly { id: string; root?: string | undefined; coverage: string }[];
  serverFacts: Pick<ServerFacts, 'of'>;
  /** Out of reach, as far as that is known. */
  isOut: (server: string) => boolean;
  readBack: (hosts: string[]) => Promise<{ jobId: string }>;
  rehearse: (customer: string, host: string) => Promise<{ jobId: string }>;
  settling: () => boolean;
  log: Log;
}

const LOOK_EVERY_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;
const WEEK_MS = 7 * 86_400_000;
/** One that could not be rehearsed is not tried again before the others. */
const AGAIN_MS = 20 * 60 * 60_000;

export interface ProvingRound {
  /** Of all servers; nothing is done twice at once. */
  now(): Promise<void>;
  close(): void;
}

/**
 * While the app is open: once a day each quiet server reads a share back, and once a week it rehearses the restore of the
 * customer whose was not for longest. When that was stands on the server, so that of several who have the app open one does it.
 */
export function createProvingRound(deps: ProvingRoundDeps): ProvingRound {
  const { clock, fleet, jobs, known, hostsOn, serverFacts, log } = deps;
  const tried = new Map<string, number>();
  let atWork: Promise<void> | undefined;

  const isQuiet = (server: string, hosts: readonly string[]) =>
    !deps.isOut(server) && hosts.every((host) => serverFacts.of(host).running === undefined);

  async function ended(start: Promise<{ jobId: string }>): Promise<Job> {
    return jobs.finished((await start).jobId);
  }

  async function ofServer(server: string): Promise<void> {
    const hosts = hostsOn(server);
    if (hosts.length === 0 || !isQuiet(server, hosts)) return;
    await known.learn(hosts);
    const due = hosts.filter(
      (host) => isDue(known.of(host).checked?.at, clock.now()) && !lately(`read ${host}`, HOUR_MS),
    );
    if (due.length > 0) {
      for (const host of due) tried.set(`read ${host}`, clock.now().getTime());
      await ended(deps.readBack(due));
    }
    await rehearseOn(server, hosts);
  }

  const lately = (what: string, within = AGAIN_MS) => clock.now().getTime() - (tried.get(what) ?? 0) < within;

  async function rehearseOn(server: string, hosts: readonly string[]): Promise<void> {
    const last = hosts.flatMap((host) => known.of(host).rehearsed.map(({ at }) => Date.parse(at)));
    if (clock.now().getTime() - Math.max(0, ...last) < WEEK_MS || lately(`rehearse ${server}`)) return;
    const all = hosts.flatMap((host) => {
      const rehearsed = new Map(known.of(host).rehearsed.map((each) => [each.customer, each.at]));
      return deps
        .customersOn(host)
        .filter(({ coverage }) => coverage === 'configured')
        .map(({ id }) => ({ id, host, at: rehearsed.get(id) }))
        .filter(({ id }) => !lately(`rehearse ${server} ${id}`));
    });
    const next = leastProven(all, ({ at }) => at);
    if (!next) return;
    tried.set(`rehearse ${server}`, clock.now().getTime());
    tried.set(`rehearse ${server} ${next.id}`, clock.now().getTime());
    await ended(deps.rehearse(next.id, next.host));
  }

  async function round(): Promise<void> {
    if (deps.settling()) return;
    for (const { name } of fleet().servers) {
      try {
        await ofServer(name);
      } catch (error) {
        if (!(error instanceof NightkeepError)) log.error(`proving on ${name} failed`, error);
        else log.info(`proving on ${name} did not work`, { code: error.code, said: error.message });
      }
    }
  }

  const now = () => {
    atWork ??= round().finally(() => {
      atWork = undefined;
    });
    return atWork;
  };
  return { now, close: clock.every(LOOK_EVERY_MS, () => void now()) };
}
