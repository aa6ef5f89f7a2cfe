import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { callHandler, internalError } from './call.ts';
import { type CommandInput, type CommandName, type CommandResult, NightkeepError } from './contract/index.ts';
import type { CorePorts } from './core-ports.ts';
import { createActions } from './features/actions.ts';
import { createActivityFeature } from './features/activity.ts';
import { notingActs } from './features/acts.ts';
import { createAppFeature } from './features/app.ts';
import { createBackground } from './features/background.ts';
import { cachedFinder } from './features/cached-finder.ts';
import { createConfigFeature } from './features/config.ts';
import { createCustomers, createCustomersFeature } from './features/customers.ts';
import { createDigest } from './features/digest/digest.ts';
import { createEvents, type Subscribe } from './features/events.ts';
import { createFailures } from './features/failures/failures.ts';
import type { Caller } from './features/feature.ts';
import { createFilesFeature } from './features/files.ts';
import { createDrafts, createFirstRunFeature } from './features/first-run/first-run.ts';
import { createBoard } from './features/fleet/board.ts';
import { createDiskFacts } from './features/fleet/disk-facts.ts';
import { createFleetFeature } from './features/fleet/fleet.ts';
import { createFleetReader } from './features/fleet/fleet-reader.ts';
import { createLearnActs } from './features/fleet/learn-acts.ts';
import { createReach } from './features/fleet/reach.ts';
import { readableFleet } from './features/fleet/readable-fleet.ts';
import { createRefresh } from './features/fleet/refresh.ts';
import { createRoom } from './features/fleet/room.ts';
import { createSaveFleet } from './features/fleet/save-fleet.ts';
import { createServerFacts } from './features/fleet/server-facts.ts';
import { createTeamFleetFeature } from './features/fleet/team-fleet.ts';
import { createGateFeature } from './features/gate.ts';
import { createHoldsFeature } from './features/holds.ts';
import { createHostsFeature } from './features/hosts.ts';
import { createHousekeepingFeature } from './features/housekeeping.ts';
import { createJobsFeature } from './features/jobs.ts';
import { joinHandlers } from './features/join-handlers.ts';
import { createKeysFeature } from './features/keys.ts';
import { createKnownLists } from './features/known-lists.ts';
import { createLongerFeature, withoutRule } from './features/longer.ts';
import { lookUpFirst } from './features/look-up-first.ts';
import { createMachinesFeature, createMeeting } from './features/machines.ts';
import { createNightsFeature } from './features/nights.ts';
import { createNightsReader } from './features/nights-reader.ts';
import { createNotices } from './features/notices.ts';
import { createPlaces } from './features/places.ts';
import { createProof } from './features/proof/create.ts';
import { createQuestions } from './features/questions.ts';
import { createRepositoryFeature } from './features/repository.ts';
import { createPathInHold } from './features/restore/in-hold.ts';
import { createRestoreFeature } from './features/restore/restore.ts';
import { createRoster } from './features/roster.ts';
import { createRunsFeature } from './features/runs.ts';
import { watchSleep } from './features/sleep.ts';
import { createTonightFeature } from './features/tonight.ts';
import { startWatcher } from './features/watcher.ts';
import { createJobs } from './jobs/jobs.ts';
import { createMachines, type FleetMachines } from './ssh/machines.ts';
import { personalSsh } from './ssh/personal.ts';
import { closeFiles } from './stores/data-folder.ts';
import { openHistory } from './stores/history/history.ts';

export interface Core {
  /** A command by its declared types. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandResult<Name>>;
  /** A command as it came from outside; checked all the same. Throws NightkeepErrors only. */
  call(name: unknown, input: unknown): Promise<unknown>;
  subscribe: Subscribe;
  /** Cancels what runs and lets go of machines and files. */
  close(): Promise<void>;
}

/** How long closing waits for what was done last to be noted on its server. */
const LAST_ACTS_MS = 5000;

/** The composition root: everything there is, given what it needs. Each shell makes one. */
export function createCore(ports: CorePorts): Core {
  const { settings, clock, log, by } = ports;
  const { now } = clock;
  const caller: Caller = { by };
  const { publish, subscribe } = createEvents((error, event) => log.error(`a subscriber of ${event} threw`, error));
  closeFiles(settings.home);
  const history = openHistory(join(settings.home, 'history.sqlite'), now, (trouble) => log.info(trouble));

  const fleet = () => settings.fleet();
  const ready = ports.watch ? settings.prepare() : undefined;
  const { machine, isServer, roleOf, serverOf, hostsOn } = createRoster({ fleet, places: history.places });

  let closed: Promise<void> | undefined;
  /** Calls that still use what closing puts away. */
  const underWay = new Set<Promise<unknown>>();
  const drafts = createDrafts();
  const questions = createQuestions({ publish, now });
  const personal = personalSsh(settings.home);
  const sshConfigPath = ports.ssh?.sshConfigPath ?? personal.sshConfigPath;
  const machines: FleetMachines = createMachines({
    targets: (name) => machine(name) ?? drafts.of(name),
    ...personal,
    remembered: (name) => ports.secrets?.known().find((secret) => secret.machine === name)?.passphrase,
    ...(ports.shell === 'cli' ? {} : { ask: questions.ask }),
    onHostKeyUnknown: (key) => publish('hostKey.unknown', key),
    // A connection's end may be told after close has put the history away.
    onStatus: ({ machine: name }) => void (closed || reach.tell(name)),
    ...ports.ssh,
  });
  const jobs = createJobs({
    now,
    onChange(job) {
      publish('job.changed', job);
      acts.jobChanged(job);
    },
    onBug: (error, job) => internalError(log, `the job ${job.command} failed`, error),
  });

  const finder = cachedFinder(() => fleet().customerPatterns);
  const serverFacts = createServerFacts(history.facts);
  const disks = createDiskFacts(history.facts);
  const room = createRoom({ facts: history.facts, fleet, now });
  const reach = createReach({
    connection: machines.status,
    ...{ facts: history.facts, now, room },
    roleOf,
    toldAt: (name, role) => (role === 'server' ? serverFacts.askedAt(name) : history.places.readAt(name)),
    publish,
    isClosing: () => closed !== undefined,
    // What is known of a server's hosts ends where it does not answer.
    onTrouble: (name) => board.touch(isServer(name) ? [name, ...hostsOn(name)] : [name]),
  });
  const places = createPlaces({
    store: history.places,
    readConfig: async (host) => await acts.handlers['config.read']({ host }, caller),
    isServer,
    now,
  });
  const facts = { fleet, history, reach, serverFacts, now };
  const sleep = watchSleep(clock, ports.power);
  const board = createBoard({
    ...{ ...facts, ready },
    fleet: readableFleet(fleet),
    onChange({ hosts, gone }) {
      failures.update({ raise: ports.watch && !sleep.settling() });
      publish('tonight.changed', { ...board.rows(hosts), gone });
    },
    onBug: (error) => log.error('judging tonight failed', error),
  });
  const reader = createFleetReader({
    ...{ ...facts, machines, places, disks, finder, publish },
    onBug: (error, host) => internalError(log, `taking in what was told of ${host} failed`, error),
    onHosts(hosts) {
      board.touch(hosts);
      const late = ports.watch && !closed ? withoutRule(readableFleet(fleet)(), hosts, serverFacts.of) : [];
      const follow = async () => void (await acts.handlers['longer.apply']({ hosts: late, confirm: [] }, caller));
      if (late.length > 0) background.start('the rule of new backupdirs', follow);
    },
    onStamps: createLearnActs({
      ...{ machines, facts: history.facts, store: history.triage, publish, now },
      onTriage: () => failures.update({ raise: false, tell: true }),
      onAnswer: (server) => background.start(`telling ${server}`, () => actions.flush(server)),
    }),
    watched: ports.watch,
  });
  const refresh = createRefresh({ jobs, reader });
  const saveFleet = createSaveFleet({ settings, publish });
  const failures = createFailures({
    ...{ ...facts, room, board, reader, finder, serverOf, publish },
    proofOf: (host) => proof.known.of(host),
    note: (act, by) => actions.note(act, by),
    unsent: () => actions.unsent(),
  });
  const notices = createNotices({ settings, clock, subscribe, publish, isOpen: failures.isOpen });
  const background = createBackground(log);
  const meeting = createMeeting({ machines, reader, reach, failures, roleOf, hostsOn });
  const actions = createActions({
    ...{ machines, facts: history.facts, places, isServer, background, publish, now },
    placeOn: (server) => hostsOn(server).flatMap((host) => places.known(host) ?? [])[0],
  });
  const lookUp = async (customer: string) => {
    if (!history.customers.get(customer)) await reader.ensure();
  };
  const customers = createCustomers({ index: history.customers, finder });
  const nights = createNightsReader({ machines, places, fleet, runs: history.runs, now });
  const desk = ports.downloads ?? join(homedir(), 'Downloads');
  const restoring = {
    ...{ machines, jobs, settings, fleet, places, nights, customers, publish, now, desk },
    lists: createKnownLists(machines, subscribe),
    onlyKnown: ports.watch,
  };
  const proof = createProof({
    ...{ machines, jobs, fleet, places, nights, customers, publish, now, clock, log, serverFacts, sleep, hostsOn },
    ...{ facts: history.facts, index: history.customers, watch: ports.watch, onlyKnown: ports.watch },
    isOut: (server) => reach.unreached(server) !== undefined,
    onChange: () => failures.update({ raise: ports.watch && !sleep.settling(), tell: true }),
    call: {
      rehearse: (input) => acts.handlers['proof.rehearse'](input, caller),
      readBack: (input) => acts.handlers['proof.readBack'](input, caller),
    },
  });
  const digest = createDigest({
    ...{ settings, facts: history.facts, fleet, clock, by, watch: ports.watch, start: background.start },
    failures: async () => (await failures.handlers['failures.list']({ state: 'open' }, caller)).failures,
    tonight: () => reader.ensure().then(() => board.tonight(1)),
    note: (act, who) => actions.note(act, who),
  });

  const pathInHold = createPathInHold(restoring);
  const byCustomer = {
    ...createNightsFeature({ machines, jobs, nights, customers }),
    ...createFilesFeature({ machines, jobs, nights, customers, downloads: desk, pathInHold }),
  };

  const features = [
    createAppFeature({ ...ports, home: settings.home, now, troubles: history.troubles }),
    createFleetFeature({ settings, save: saveFleet, refresh, reader, reach }),
    createTeamFleetFeature({ machines, fleet, save: saveFleet, now }),
    questions.handlers,
    createKeysFeature({
      machines,
      fleet,
      reader,
      secrets: ports.secrets,
      onTrusted: (name) => background.start(`meeting ${name} after its key was trusted`, () => meeting.meet(name)),
    }),
    createMachinesFeature(meeting),
    createFirstRunFeature({ machines, jobs, fleet, drafts, sshConfigPath }),
    createCustomersFeature({ index: history.customers, reader }),
    createTonightFeature({ board, reader }),
    createConfigFeature({
      ...{ ...facts, machines, finder, places: history.places },
      onOther: (host) => background.start(`reading ${host}, whose config is another`, () => reader.readHost(host)),
    }),
    createHostsFeature({ ...facts, machines, jobs, places, touch: board.touch, version: ports.version }),
    createGateFeature({ machines, jobs, fleet, places, actions }),
    createRepositoryFeature({ machines, jobs, fleet, version: ports.version }),
    createHousekeepingFeature({ machines, jobs, fleet, places, publish, now, refresh: reader.readNights }),
    createLongerFeature({ machines, jobs, fleet, places, now, refresh: reader.readNights }),
    createRunsFeature({
      ...{ ...facts, machines, jobs, places, runs: history.runs, version: ports.version },
      refresh: (hosts) => (hosts ? reader.readNights(hosts) : reader.ensure()),
    }),
    { ...byCustomer, ...lookUpFirst(byCustomer, lookUp) },
    createRestoreFeature(restoring),
    createHoldsFeature(restoring),
    createActivityFeature({ ...restoring, actions }),
    proof.handlers,
    failures.handlers,
    notices.handlers,
    digest.handlers,
    createJobsFeature({ jobs }),
  ];
  const acts = notingActs(joinHandlers(features), actions.note, jobs.get);

  const stopWatching = ports.watch
    ? startWatcher({ clock, reader, refresh: refresh.whole, board, failures, subscribe, sleep, log, ready })
    : async () => {};

  async function close(): Promise<void> {
    questions.close();
    sleep.close();
    notices.close();
    digest.close();
    proof.close();
    await jobs.close();
    // What was done last is told, if its server takes it soon; else the next start tells it.
    await Promise.race([actions.settled(), setTimeout(LAST_ACTS_MS, undefined, { ref: false })]);
    // Closing the connections ends what the watcher waits for.
    const stopped = stopWatching();
    await machines.close();
    await stopped;
    await background.settled();
    await board.close();
    await Promise.allSettled(underWay);
    history.close();
  }

  return {
    subscribe,
    // Overloads: the typed one is for callers that know the name, the other checks it.
    call(name: unknown, input: unknown) {
      if (closed) return Promise.reject(new NightkeepError('cancelled', 'Nightkeep is closing'));
      const answer = callHandler(acts.handlers, log, caller, name, input) as Promise<never>;
      underWay.add(answer);
      void answer.catch(() => undefined).finally(() => underWay.delete(answer));
      return answer;
    },
    close() {
      closed ??= close();
      return closed;
    },
  };
}
