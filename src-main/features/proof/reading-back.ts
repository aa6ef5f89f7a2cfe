import { NightkeepError, type ReadBackOutcome } from '../../contract/index.ts';
import type { JobContext } from '../../jobs/types.ts';
import { readBack } from '../../programs/proof/read-back.ts';
import { everyPlace } from '../every-place.ts';
import { inParallel } from '../fleet/in-parallel.ts';
import { instant } from '../restore/deps.ts';
import { runProgram } from '../run-program.ts';
import type { ProofDeps } from './proof.ts';

/** Of each host in one pass. */
const SHARE = { files: 40, megabytes: 256, seconds: 120 } as const;
/** What one pass may take of a server, in all; the others are due the next time. */
const SERVER_MS = 30 * 60_000;
/** A day, less what a round may be late. */
const DUE_MS = 20 * 60 * 60_000;
const SERVERS_AT_ONCE = 8;
/** A single large file may take long to read. */
const IDLE_MS = 60 * 60_000;

type OfHost = ReadBackOutcome['hosts'][number];

/** Whether it is to be done, by when it was last. */
export const isDue = (at: string | undefined, now: Date): boolean =>
  at === undefined || now.getTime() - Date.parse(at) > DUE_MS;

/** Reads a share of what is kept of these hosts back: on each server one after another, those first that were not for longest. */
export async function readHostsBack(
  deps: ProofDeps,
  { hosts, due }: { hosts: readonly string[]; due: boolean },
  { progress, signal }: Pick<JobContext, 'progress' | 'signal'>,
): Promise<ReadBackOutcome> {
  const { machines, known, now } = deps;
  const lastOf = (host: string) => known.of(host).checked?.at ?? '';
  // Of many, nobody waits for one whose place is not known yet.
  const placeable = hosts.length === 1 ? hosts : hosts.filter((host) => deps.places.known(host));
  const placed = (await everyPlace(deps, placeable)).sort((a, b) => (lastOf(a.host) < lastOf(b.host) ? -1 : 1));
  let done = 0;
  const ofServers = await inParallel(
    [...Map.groupBy(placed, ({ server }) => server)],
    SERVERS_AT_ONCE,
    async ([server, places]): Promise<OfHost[]> => {
      const began = now().getTime();
      const found: OfHost[] = [];
      for (const { host, backupdir } of places) {
        if (due && now().getTime() - began > SERVER_MS) break;
        const since = due ? instant(new Date(now().getTime() - DUE_MS)) : undefined;
        try {
          const input = { backupdir, at: instant(now()), since, ...SHARE };
          const { checked } = await runProgram(machines, server, readBack, input, { signal, idleTimeoutMs: IDLE_MS });
          const { files = 0, bytes = 0, bad = 0 } = checked ?? {};
          found.push({ host, state: checked ? 'read' : 'lately', files, bytes, bad });
        } catch (error) {
          found.push({ host, ...failed(error), files: 0, bytes: 0, bad: 0 });
        }
        done += 1;
        progress({ done, total: placed.length, unit: 'hosts', message: wordsOf(found.at(-1)) });
      }
      return found;
    },
  );
  if (placed.length > 0) await known.learn(placed.map(({ host }) => host));
  return { hosts: ofServers.flat() };
}

function failed(error: unknown): Pick<OfHost, 'state' | 'message'> {
  if (!(error instanceof NightkeepError) || error.code === 'cancelled') throw error;
  return { state: error.code === 'locked' ? 'busy' : 'failed', message: error.message };
}

const wordsOf = (of: OfHost | undefined): string | undefined =>
  of?.bad ? `${of.host}: ${of.bad} of its files are not what they were` : of?.message;
