import { type Fleet, NightkeepError } from '../contract/index.ts';
import type { Jobs } from '../jobs/types.ts';
import { installedScripts, publishScriptsProgram, scriptsVersion } from '../programs/repository/scripts.ts';
import type { Machines } from '../ssh/types.ts';
import type { Handlers } from './feature.ts';
import { runProgram } from './run-program.ts';

export interface RepositoryDeps {
  machines: Machines;
  jobs: Jobs;
  fleet: () => Fleet;
  version: string;
}

const IDLE_MS = 60_000;

export function createRepositoryFeature(deps: RepositoryDeps): Handlers<'repository.publish'> {
  return {
    'repository.publish'() {
      const repository = deps.fleet().repository;
      if (!repository)
        throw new NightkeepError('not-found', 'the fleet has no repository: name its server and path in the settings');
      return deps.jobs.start({
        command: 'repository.publish',
        title: `Publish the scripts on ${repository.server}`,
        lock: 'repository',
        steps: ['Publish the scripts'],
        async work({ signal, step, progress }) {
          step('Publish the scripts');
          const files = installedScripts(deps.version);
          const published = await runProgram(
            deps.machines,
            repository.server,
            publishScriptsProgram,
            { path: repository.path, files },
            { signal, idleTimeoutMs: IDLE_MS, onEvent: ({ name }) => progress({ message: name }) },
          );
          return { server: repository.server, version: scriptsVersion(files), files: published };
        },
      });
    },
  };
}
