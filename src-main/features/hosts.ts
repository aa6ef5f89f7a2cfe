import { type Fleet, NightkeepError, type ServerProbe } from '../contract/index.ts';
import type { Jobs } from '../jobs/types.ts';
import { listFoldersProgram } from '../programs/host/check-entries.ts';
import { installProgram, scriptsFolder } from '../programs/host/install.ts';
import { probeProgram } from '../programs/host/probe.ts';
import { probeDiskProgram } from '../programs/keeper/probe-disk.ts';
import { installedScripts, scriptsVersion } from '../programs/repository/scripts.ts';
import { type BackupdirDeps, createBackupdirFeature } from './backupdir.ts';
import type { Handlers } from './feature.ts';
import { hostOf } from './host-of.ts';
import { runProgram } from './run-program.ts';

export interface HostsDeps extends BackupdirDeps {
  jobs: Jobs;
  version: string;
}

type HostsHandlers = Handlers<
  'hosts.probe' | 'hosts.install' | 'hosts.folders' | 'backupdir.check' | 'backupdir.confirm'
>;

const IDLE_MS = 60_000;
/** A folder of customers may have some thousands in it. */
const FOLDERS_LISTED = 5000;

export function createHostsFeature(deps: HostsDeps): HostsHandlers {
  const { machines, fleet } = deps;
  return {
    ...createBackupdirFeature(deps),
    async 'hosts.probe'({ host }) {
      const { configPath } = hostOf(fleet(), host);
      const asked = deps.now().getTime();
      const { time, ...probed } = await runProgram(
        machines,
        host,
        probeProgram,
        { configPath, folder: scriptsFolder(configPath) },
        { idleTimeoutMs: IDLE_MS },
      );
      // The host spoke somewhere between question and answer; what fits into that is no skew.
      const answered = deps.now().getTime();
      const server = await serverOf(deps, host);
      return {
        ...probed,
        server,
        clockSkewSeconds: time === undefined ? 0 : skewOf(time, asked / 1000, answered / 1000),
      };
    },

    async 'hosts.folders'({ host, path }) {
      hostOf(fleet(), host);
      const input = { path, limit: FOLDERS_LISTED };
      return { folders: await runProgram(machines, host, listFoldersProgram, input, { idleTimeoutMs: IDLE_MS }) };
    },

    'hosts.install'({ host, dryRun, remove }) {
      hostOf(fleet(), host);
      const step = dryRun ? 'See what is to be done' : remove ? 'Remove the scripts' : 'Install the scripts';
      return deps.jobs.start({
        command: 'hosts.install',
        title: titleOf(host, dryRun, remove),
        host,
        lock: `host:${host}`,
        steps: [step],
        async work(context) {
          context.step(step);
          const current = fleet();
          const { configPath, entryMinutes = current.entryMinutes } = hostOf(current, host);
          const files = installedScripts(deps.version);
          const settings = { host, configPath, entryMinutes, ...settingsOf(current) };
          return runProgram(
            machines,
            host,
            installProgram,
            { settings, version: scriptsVersion(files), files, dryRun, remove },
            { signal: context.signal, idleTimeoutMs: IDLE_MS, onEvent: (message) => context.progress({ message }) },
          );
        },
      });
    },
  };
}

/** Undefined where it can't be asked: what the host told is told all the same. */
async function serverOf({ machines, places }: HostsDeps, host: string): Promise<ServerProbe | undefined> {
  try {
    const { server: name, backupdir } = await places.of(host);
    const input = { backupdir };
    return { name, ...(await runProgram(machines, name, probeDiskProgram, input, { idleTimeoutMs: IDLE_MS })) };
  } catch (error) {
    if (error instanceof NightkeepError) return undefined;
    throw error;
  }
}

const settingsOf = ({
  timeZone,
  nightsToKeep,
  collapseShare,
  supportAddress,
  customerPatterns,
  repository,
}: Fleet) => ({
  timeZone,
  nightsToKeep,
  collapseShare,
  supportAddress,
  customerPatterns,
  repository,
});

function skewOf(time: number, asked: number, answered: number): number {
  // Whole seconds were cut off.
  if (time + 1 < asked) return Math.round(time + 1 - asked);
  return time > answered ? Math.round(time - answered) : 0;
}

function titleOf(host: string, dryRun: boolean, remove: boolean): string {
  if (dryRun) return `See what installing on ${host} would do`;
  return remove ? `Remove Nightkeep from ${host}` : `Install Nightkeep on ${host}`;
}
