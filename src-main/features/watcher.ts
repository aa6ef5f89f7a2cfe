import { type Job, NightkeepError } from '../contract/index.ts';
import type { Log } from '../stores/log.ts';
import { createAskingPace, LEAST_MS } from './asking-pace.ts';
import type { Clock } from './clock.ts';
import type { Subscribe } from './events.ts';
import type { Failures } from './failures/failures.ts';
import type { Board } from './fleet/board.ts';
import type { FleetReader } from './fleet/fleet-reader.ts';
import { turn } from './fleet/turns.ts';
import type { Sleep } from './sleep.ts';

export interface WatcherDeps {
  clock: Clock;
  reader: FleetReader;
  /** Starts the job that reads these hosts and all servers, or gives the one at work. */
  refresh: (hosts: readonly string[]) => Promise<unknown>;
  board: Pick<Board, 'tick'>;
  failures: Failures;
  subscribe: Subscribe;
  sleep: Pick<Sleep, 'settling' | 'onSettled'>;
  log: Log;
  /** Resolves once the fleet can be had in a moment: nothing is looked at before. */
  ready?: Promise<unknown>;
}

/** How often what was judged by the time of day is judged again, and how often some of the hosts are asked. */
const MINUTE_MS = 60_000;
const HOSTS_EVERY_MS = 15 * 60_000;

/** Jobs after which a host's nights are others. */
const changesNights: readonly string[] = ['runs.start', 'housekeeping.start'];

/** Keeps the app up to date while it is open, and tells of new failures. Gives what ends it. */
export function startWatcher(deps: WatcherDeps): () => Promise<void> {
  const { clock, reader, refresh, board, failures, subscribe, sleep, log, ready } = deps;
  let stopped = false;
  /** What is at work; nothing is asked twice at once. */
  const passes = new Map<string, { again: boolean; over: Promise<void> }>();

  /** One that is wished for again while it is at work is left out, or, with `again`, follows once more. */
  function pass(what: string, work: () => Promise<unknown>, again = false): void {
    const atWork = passes.get(what);
    if (atWork) {
      atWork.again ||= again;
      return;
    }
    const entry = { again: false, over: Promise.resolve() };
    passes.set(what, entry);
    entry.over = attempt(what, work).finally(() => {
      passes.delete(what);
      if (entry.again && !stopped) pass(what, work, again);
    });
  }

  async function attempt(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      // A machine out of reach of one that slept until now has not failed.
      if (!stopped) failures.update({ raise: !sleep.settling() });
    } catch (error) {
      if (stopped) return;
      // The next pass tries again; what is wrong with a machine shows in its status, with the settings on the page.
      if (error instanceof NightkeepError) log.info(`${what} did not work`, { code: error.code, said: error.message });
      else log.error(`${what} failed`, error);
    }
  }

  const pace = createAskingPace(clock.now);
  let isNews = false;
  const askServers = () =>
    pass('asking the servers', async () => {
      await ready;
      // A thousand hosts are looked through; whoever starts the app waits for none of it.
      await turn();
      const from = performance.now();
      await reader.readNights().finally(() => pace.asked(performance.now() - from, isNews));
      isNews = false;
    });
  const readUnread = () =>
    pass(
      'reading what was never read',
      async () => {
        await ready;
        const unread = await reader.unread();
        await (unread.length > 0 ? refresh(unread) : reader.readAll({ hosts: [] }));
      },
      true,
    );
  const readRound = () =>
    pass('asking some hosts', async () => {
      await reader.readAll({ hosts: await reader.due(failures.hostsOpen()) });
    });
  const afterJob = ({ command, finishedAt, host }: Job) => {
    if (!finishedAt || !host || !changesNights.includes(command)) return;
    pass(`asking for the nights of ${host}`, () => reader.readNights([host]), true);
  };
  const beat = () => {
    if (pace.isDue()) askServers();
  };

  // What is known is on the screens by now; the servers tell what is new of it before hosts are looked at.
  askServers();
  readUnread();
  sleep.onSettled(() => {
    askServers();
    readRound();
  });
  const ends = [
    clock.every(MINUTE_MS, board.tick),
    clock.every(LEAST_MS, beat),
    subscribe('nights.changed', () => {
      isNews = true;
    }),
    clock.every(HOSTS_EVERY_MS, readRound),
    subscribe('job.changed', afterJob),
    subscribe('fleet.changed', readUnread),
  ];
  return async () => {
    stopped = true;
    for (const end of ends) end();
    await Promise.all([...passes.values()].map(({ over }) => over));
  };
}
