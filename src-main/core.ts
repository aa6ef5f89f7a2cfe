import { join } from 'node:path';
import { callHandler, internalError } from './call.ts';
import { type CommandInput, type CommandName, type CommandResult, commands, NightkeepError } from './contract/index.ts';
import { createAppFeature } from './features/app.ts';
import type { Clock } from './features/clock.ts';
import { createEvents, type Subscribe } from './features/events.ts';
import type { Caller, Handlers } from './features/feature.ts';
import { createFleetFeature } from './features/fleet.ts';
import { createJobsFeature } from './features/jobs.ts';
import { joinHandlers } from './features/join-handlers.ts';
import { createJobs } from './jobs/jobs.ts';
import { openHistory } from './stores/history/history.ts';
import type { Log } from './stores/log.ts';
import type { Settings } from './stores/settings.ts';

export interface CorePorts {
  settings: Settings;
  clock: Clock;
  log: Log;
  /** Who works here: written into holds and actions. */
  by: string;
  shell: 'cli' | 'web' | 'electron';
  version: string;
}

export interface Core {
  /** A command by its declared types. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>>;
  /** A command as it came from outside; checked all the same. Throws NightkeepErrors only. */
  call(name: unknown, input: unknown): Promise<unknown>;
  subscribe: Subscribe;
  /** Cancels what runs and lets go of machines and files. */
  close(): Promise<void>;
}

/** The composition root: everything there is, given what it needs. Each shell makes one. */
export function createCore({ settings, clock, log, by, shell, version }: CorePorts): Core {
  const { now } = clock;
  const caller: Caller = { by };
  const { publish, subscribe } = createEvents((error, event) => log.error(`a subscriber of ${event} threw`, error));
  const history = openHistory(join(settings.home, 'history.sqlite'), now);
  if (history.putAside) log.info('history.sqlite was damaged and is begun anew', { putAside: history.putAside });

  const jobs = createJobs({
    now,
    onChange: (job) => publish('job.changed', job),
    onBug: (error, job) => internalError(log, `the job ${job.command} failed`, error),
  });

  const features = [
    createAppFeature({ version, shell, home: settings.home, by, now }),
    createFleetFeature({ settings, publish }),
    createJobsFeature({ jobs }),
  ];
  const handlers = joinHandlers([...features, unbuilt(features)]);

  return {
    subscribe,
    // Overloads: the typed one is for callers that know the name, the other checks it.
    call: (name: unknown, input: unknown) => callHandler(handlers, log, caller, name, input) as Promise<never>,
    async close() {
      await jobs.close();
      history.close();
    },
  };
}

function unbuilt(features: readonly Partial<Handlers<CommandName>>[]): Partial<Handlers<CommandName>> {
  const built = new Set(features.flatMap(Object.keys));
  const names = Object.keys(commands).filter((name) => !built.has(name));
  const refuse = () => {
    throw new NightkeepError('not-found', 'this part is not built yet');
  };
  return Object.fromEntries(names.map((name) => [name, refuse]));
}
