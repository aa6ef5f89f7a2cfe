import { type FileEntry, type FileHistory, type FileMatch, NightkeepError } from '../contract/index.ts';
import type { JobContext, Jobs } from '../jobs/types.ts';
import { readFolderHistory } from '../programs/nights/folder-history.ts';
import { listFiles } from '../programs/nights/list-files.ts';
import { searchNights } from '../programs/nights/search.ts';
import type { Machines } from '../ssh/types.ts';
import type { Handlers } from './feature.ts';
import type { KnownCustomers } from './nights.ts';
import type { NightsReader } from './nights-reader.ts';
import { createRecent } from './recent.ts';
import { runProgram } from './run-program.ts';

export interface FilesDeps {
  machines: Machines;
  nights: NightsReader;
  customers: KnownCustomers;
  jobs: Jobs;
}

/** A disk may be searched for long without a word, but not for ever. */
const IDLE_MS = 60 * 60_000;

export function createFilesFeature(deps: FilesDeps): Handlers<'files.list' | 'files.history' | 'files.search'> {
  const { machines, nights, customers, jobs } = deps;
  const listed = createRecent<string, FileEntry[]>(200);
  const histories = createRecent<string, FileHistory>(100);

  const list = async (host: string, runId: string, path: string) => {
    const { server, backupdir } = await nights.placeOf(host);
    return runProgram(machines, server, listFiles, { backupdir, runId, path });
  };

  return {
    async 'files.list'({ host, runId, path }) {
      const entries = await listed.get(JSON.stringify([host, runId, path]), () => list(host, runId, path));
      return { entries: [...entries] };
    },

    async 'files.history'({ host, path }) {
      // It walks all that is below the folder in every night; that is true for as long as the nights are these.
      const { place, nights: known } = await nights.of(host);
      const readable = known.filter(({ index }) => index >= 0).map(({ runId }) => runId);
      const { server, backupdir } = place;
      return histories.get(JSON.stringify([host, path, readable]), () =>
        runProgram(machines, server, readFolderHistory, { backupdir, path }, { idleTimeoutMs: IDLE_MS }),
      );
    },

    'files.search'({ customer, pattern }) {
      const hosts = customers.hostsOf(customer);
      if (hosts.length === 0) throw new NightkeepError('not-found', `no host has a customer ${customer}`, { customer });
      return jobs.start({
        command: 'files.search',
        title: `Search ${customer} for ${pattern}`,
        customer,
        steps: hosts.map(stepOf),
        work: (context) => searchAll(deps, hosts, customer, pattern, context),
      });
    },
  };
}

const stepOf = (host: string) => `Search the nights of ${host}`;

async function searchAll(
  { machines, nights, customers }: FilesDeps,
  hosts: readonly string[],
  customer: string,
  pattern: string,
  { step, progress, signal }: JobContext,
): Promise<{ matches: FileMatch[] }> {
  const matches: FileMatch[] = [];
  for (const host of hosts) {
    step(stepOf(host));
    const root = customers.rootOf(host, customer);
    if (root === undefined) continue;
    const { server, backupdir } = await nights.placeOf(host);
    const before = matches.length;
    const found = await runProgram(
      machines,
      server,
      searchNights,
      { backupdir, roots: [root], pattern },
      {
        signal,
        idleTimeoutMs: IDLE_MS,
        onEvent: (event) =>
          progress({
            done: event.matches,
            unit: 'files',
            message: `${before + event.matches} found, night ${event.nights}`,
          }),
      },
    );
    matches.push(...found.map((match) => ({ host, ...match })));
  }
  return { matches };
}
