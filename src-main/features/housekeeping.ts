import type { Fleet } from '../contract/index.ts';
import type { Jobs } from '../jobs/types.ts';
import { housekeepingProgram } from '../programs/keeper/housekeeping.ts';
import type { Machines } from '../ssh/types.ts';
import type { Handlers, Publish } from './feature.ts';
import { hostOf } from './host-of.ts';
import { runProgram } from './run-program.ts';

export interface HousekeepingDeps {
  machines: Machines;
  jobs: Jobs;
  fleet: () => Fleet;
  places: { of(host: string): Promise<{ backupdir: string; server: string }> };
  /** Brings what is known of the host's nights up to date. */
  refresh: (hosts: readonly string[]) => Promise<void>;
  publish: Publish;
  now: () => Date;
}

/** Deleting a large night takes long, and says nothing while it does. */
const IDLE_MS = 6 * 60 * 60_000;

export const housekeepingSteps = ['Put the nights in order', 'Delete what is in the trash'] as const;

export function createHousekeepingFeature(deps: HousekeepingDeps): Handlers<'housekeeping.start'> {
  return {
    'housekeeping.start'({ host, dryRun }) {
      hostOf(deps.fleet(), host);
      return deps.jobs.start({
        command: 'housekeeping.start',
        title: dryRun ? `See what housekeeping would do for ${host}` : `Put ${host}'s nights in order`,
        host,
        lock: `host:${host}`,
        steps: [...housekeepingSteps],
        async work({ signal, step, progress }) {
          step('Put the nights in order');
          const { server, backupdir } = await deps.places.of(host);
          const outcome = await runProgram(
            deps.machines,
            server,
            housekeepingProgram,
            { backupdir, nightsToKeep: deps.fleet().nightsToKeep, now: deps.now(), dryRun },
            {
              signal,
              idleTimeoutMs: IDLE_MS,
              onEvent(event) {
                if (event.kind === 'did') progress({ message: event.message });
                else step('Delete what is in the trash');
              },
            },
          );
          if (!dryRun) {
            await deps.refresh([host]).catch(() => undefined);
            if (outcome.expired.length > 0) deps.publish('holds.changed', { server });
          }
          return outcome;
        },
      });
    },
  };
}
