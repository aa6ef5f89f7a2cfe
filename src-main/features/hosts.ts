import type { Fleet } from '../contract/index.ts';
import type { Jobs } from '../jobs/types.ts';
import { listFoldersProgram } from '../programs/host/check-entries.ts';
import { installProgram, scriptsFolder } from '../programs/host/install.ts';
import { probeProgram } from '../programs/host/probe.ts';
import { installedScripts, scriptsVersion } from '../programs/repository/scripts.ts';
import type { Machines } from '../ssh/types.ts';
import type { Handlers } from './feature.ts';
import { hostOf } from './host-of.ts';
import { runProgram } from './run-program.ts';

export interface HostsDeps {
  machines: Machines;
  jobs: Jobs;
  fleet: () => Fleet;
  version: string;
  now: () => Date;
}

const IDLE_MS = 60_000;
/** A folder of customers may have some thousands in it. */
const FOLDERS_LISTED = 5000;

export function createHostsFeature(deps: HostsDeps): Handlers<'hosts.probe' | 'hosts.install' | 'hosts.folders'> {
  const { machines, fleet } = deps;
  return {
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
      return { ...probed, clockSkewSeconds: time === undefined ? 0 : skewOf(time, asked / 1000, answered / 1000) };
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
          const { configPath } = hostOf(current, host);
          const files = installedScripts(deps.version);
          const settings = { host, configPath, ...settingsOf(current) };
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
