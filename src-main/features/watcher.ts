import { type Job, NightkeepError } from '../contract/index.ts';
import type { Log } from '../stores/log.ts';
import type { Clock } from './clock.ts';
import type { Subscribe } from './events.ts';
import type { Failures } from './failures/failures.ts';
import type { FleetReader } from './fleet/fleet-reader.ts';

export interface WatcherDeps {
  clock: Clock;
  reader: FleetReader;
  failures: Failures;
  subscribe: Subscribe;
  log: Log;
}

/** How often the servers are asked for new nights, and how often everything is read. */
const SERVERS_EVERY_MS = 60_000;
const FLEET_EVERY_MS = 15 * 60_000;

/** Jobs after which a host's nights are others. */
const changesNights: readonly string[] = ['runs.start', 'housekeeping.start'];

/** Keeps the app up to date while it is open, and tells of new failures. Gives what ends it. */
export function startWatcher({ clock, reader, failures, subscribe, log }: WatcherDeps): () => Promise<void> {
  let stopped = false;
  let atWork: Promise<void> = Promise.resolve();

  /** One pass after another: two at once would ask the same servers the same. */
  function pass(what: string, work: () => Promise<unknown>): void {
    atWork = atWork.then(async () => {
      if (stopped) return;
      try {
        await work();
        if (!stopped) failures.update({ raise: true });
      } catch (error) {
        if (stopped) return;
        // The next pass tries again; what is wrong with a machine shows in its status, with the settings on the page.
        if (error instanceof NightkeepError)
          log.info(`${what} did not work`, { code: error.code, said: error.message });
        else log.error(`${what} failed`, error);
      }
    });
  }

  const readAll = () => pass('reading the fleet', () => reader.readAll());
  const readNights = (only?: readonly string[]) =>
    pass('reading the nights', async () => {
      // A fleet file that was changed by hand is read as a whole.
      await reader.ensure();
      await reader.readNights(only);
    });
  const afterJob = (job: Job) => {
    if (job.finishedAt && job.host && changesNights.includes(job.command)) readNights([job.host]);
  };

  readAll();
  const ends = [
    clock.every(SERVERS_EVERY_MS, () => readNights()),
    clock.every(FLEET_EVERY_MS, readAll),
    subscribe('job.changed', afterJob),
    subscribe('fleet.changed', readAll),
  ];
  return async () => {
    stopped = true;
    for (const end of ends) end();
    await atWork;
  };
}
