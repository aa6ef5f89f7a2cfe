import {
  type CommandArguments,
  type FileEntry,
  type FileHistory,
  type FileMatch,
  NightkeepError,
  type SearchGap,
} from '../contract/index.ts';
import { type NamePattern, namePattern } from '../domain/name-pattern.ts';
import type { JobContext, Jobs } from '../jobs/types.ts';
import { readFolderHistory, readFolderQuickly } from '../programs/nights/folder-history.ts';
import { listFiles } from '../programs/nights/list-files.ts';
import { type Found, type SearchProgress, searchNights } from '../programs/nights/search.ts';
import type { Machines } from '../ssh/types.ts';
import type { Handlers } from './feature.ts';
import { createFileContentFeature, type FileContentDeps, type FilePlaces } from './file-content.ts';
import type { KnownCustomers } from './nights.ts';
import type { NightsReader } from './nights-reader.ts';
import { createRecent } from './recent.ts';
import type { createPathInHold } from './restore/in-hold.ts';
import { type RunOptions, runProgram } from './run-program.ts';

export interface FilesDeps extends Omit<FileContentDeps, 'where'> {
  pathInHold: ReturnType<typeof createPathInHold>;
  machines: Machines;
  nights: NightsReader;
  customers: KnownCustomers;
  jobs: Jobs;
}

type FilesCommands = 'files.list' | 'files.history' | 'files.search' | 'files.preview' | 'files.download';

/** A disk may be searched for long without a word, but not for ever. */
const IDLE_MS = 60 * 60_000;

export function createFilesFeature(deps: FilesDeps): Handlers<FilesCommands> {
  const { machines, nights, customers, jobs } = deps;
  const listed = createRecent<string, FileEntry[]>(200);
  const histories = createRecent<string, FileHistory>(100);

  const where: FilePlaces = async ({ host, runId, path, hold }) => {
    if (hold) return deps.pathInHold({ hold, runId, path });
    const { server, backupdir } = await nights.placeOf(host);
    return { server, backupdir, runId, path };
  };
  const list = async (asked: CommandArguments<'files.list'>) => {
    const { server, ...folder } = await where(asked);
    return runProgram(machines, server, listFiles, folder);
  };

  return {
    ...createFileContentFeature({ ...deps, where }),

    async 'files.list'(asked) {
      const { host, runId, path, hold } = asked;
      const entries = await listed.get(JSON.stringify([host, runId, path, hold]), () => list(asked));
      return { entries: [...entries] };
    },

    async 'files.history'({ host, path, quick }) {
      if (quick) {
        const { server, backupdir } = await nights.placeOf(host);
        return runProgram(machines, server, readFolderQuickly, { backupdir, path });
      }
      // It walks all that is below the folder in every night; that is true for as long as the nights are these.
      const { place, nights: known } = await nights.of(host);
      const readable = known.filter(({ index, kept }) => index >= 0 || kept).map(({ runId }) => runId);
      const { server, backupdir } = place;
      return histories.get(JSON.stringify([host, path, readable]), () =>
        runProgram(machines, server, readFolderHistory, { backupdir, path }, { idleTimeoutMs: IDLE_MS }),
      );
    },

    'files.search'({ customer, pattern }) {
      const hosts = customers.hostsOf(customer);
      if (hosts.length === 0) throw new NightkeepError('not-found', `no host has a customer ${customer}`, { customer });
      const wanted = namePattern(pattern);
      if (!wanted) throw new NightkeepError('bad-input', 'type the name of a file or folder, or a part of it');
      return jobs.start({
        command: 'files.search',
        title: `Search ${customer} for ${pattern}`,
        customer,
        steps: hosts.map(stepOf),
        work: (context) => searchAll(deps, hosts, customer, wanted, context),
      });
    },
  };
}

const stepOf = (host: string) => `Search the nights of ${host}`;

/** Hosts that can be searched are, though another can't; where none can, the first one's error is thrown. */
async function searchAll(
  deps: FilesDeps,
  hosts: readonly string[],
  customer: string,
  pattern: NamePattern,
  { step, progress, signal }: JobContext,
): Promise<{ matches: FileMatch[]; incomplete: SearchGap[] }> {
  const matches: FileMatch[] = [];
  const incomplete: SearchGap[] = [];
  const errors: NightkeepError[] = [];
  for (const host of hosts) {
    step(stepOf(host));
    const before = matches.length;
    const tell = (event: { matches: number; nights: number }) =>
      progress({
        done: event.matches,
        unit: 'files',
        message: `${before + event.matches} found, night ${event.nights}`,
      });
    try {
      const found = await searchHost(deps, host, customer, pattern, { signal, onEvent: tell });
      matches.push(...found.matches.map((match) => ({ host, ...match })));
      incomplete.push(...found.gaps.map((gap) => ({ host, ...gap, message: gapMessage(host, gap) })));
    } catch (error) {
      if (!(error instanceof NightkeepError) || signal.aborted) throw error;
      errors.push(error);
      incomplete.push({ host, why: 'not-asked', nights: [], message: `${host} was not searched: ${error.message}` });
    }
  }
  if (errors.length === hosts.length) throw errors[0];
  return { matches, incomplete };
}

async function searchHost(
  { machines, nights, customers }: FilesDeps,
  host: string,
  customer: string,
  pattern: NamePattern,
  options: Pick<RunOptions<SearchProgress>, 'signal' | 'onEvent'>,
): Promise<Found> {
  const root = customers.rootOf(host, customer);
  if (root === undefined) return { matches: [], gaps: [] };
  const { server, backupdir } = await nights.placeOf(host);
  const input = { backupdir, roots: [root] };
  return runProgram(machines, server, searchNights(pattern), input, { ...options, idleTimeoutMs: IDLE_MS });
}

function gapMessage(host: string, { why, nights }: Found['gaps'][number]): string {
  const where = nights.length === 1 ? `one night of ${host}` : `${nights.length} nights of ${host}`;
  return why === 'too-many'
    ? `There is more in ${where} than was looked at: type more of the name.`
    : `A part of ${where} could not be read on the server, so it was not searched.`;
}
