import type { DigestSettings, Fleet, NoticeSettings } from '../../../src-main/contract/index.ts';
import { textChange } from '../../../src-main/domain/text-change.ts';
import { comparisonOf } from './comparison.ts';
import { checkConfig, configTexts, historyOf, noteSave, readConfig, revisionOf, textOf } from './config.ts';
import { customers, fleet, folderTrouble, hostNames, info, machines } from './estate.ts';
import { createFailureHandlers } from './failure-handlers.ts';
import { createFileHandlers } from './file-handlers.ts';
import { createFirstRunHandlers } from './first-run.ts';
import { createGateHandlers } from './gate.ts';
import { createHostKeyHandlers } from './host-keys.ts';
import { createListHandlers } from './lists.ts';
import { createLongerHandlers, keptOf } from './longer.ts';
import { detailsOf, nightsOf, runsOf, tonight } from './nights.ts';
import { createProofHandlers, rottenFile } from './proofs.ts';
import { createQuestionHandlers } from './questions.ts';
import { type FakeHandlers, Refusal } from './refusal.ts';
import { createReplies } from './replies.ts';
import { planOf, planOfHold, startAgain, startBackup, startHold, startProof, startRestore } from './restores.ts';
import { withSecond } from './second.ts';
import { createTeamFleetHandlers } from './team-fleet.ts';
import { thousand } from './thousand.ts';
import { activity, changedKey, failures, fillingServer, holds, restores } from './troubles.ts';
import type { World } from './world.ts';

const notFound = (message: string) => new Refusal({ code: 'not-found', message });

/** Every command of the contract, answered from the fixtures. */
export function createHandlers(world: World): FakeHandlers {
  const { scenario, jobs, publish } = world;
  const many = scenario.thousand ? thousand() : undefined;
  const known = scenario.empty ? [] : (many?.customers ?? customers);
  let current: Fleet = scenario.empty
    ? { ...fleet, servers: [], hosts: [], repository: undefined }
    : { ...(many?.fleet ?? fleet), ...(scenario.inPlace ? { restoreInPlace: true } : {}) };
  const myFailures = scenario.empty
    ? []
    : (scenario.changedKey
        ? [changedKey]
        : scenario.filling
          ? [fillingServer, ...failures]
          : scenario.rotten
            ? [rottenFile, ...failures]
            : (many?.failures ?? failures)
      ).map((failure) => ({ ...failure }));
  const myHolds = scenario.empty ? [] : (many?.holds ?? holds).map((hold) => ({ ...hold }));
  const holdOf = (id: string) => {
    const hold = myHolds.find((candidate) => candidate.id === id);
    if (!hold) throw notFound(`There is no hold ${id}.`);
    return hold;
  };
  let digest: DigestSettings = { at: '08:00' };
  let noticeSettings: NoticeSettings = { on: true };
  const replies = createReplies(scenario.tickets);
  if (scenario.busy) startRestore(world, { customer: 'col00107', selections: [], ticket: '' }, replies);

  return {
    'app.info': () => ({ ...info, troubles: scenario.folderTrouble ? [folderTrouble] : [] }),
    ...createQuestionHandlers(world),
    'fleet.get': () => ({ fleet: current }),
    'fleet.save': ({ fleet: next }) => {
      if (next.hosts.some((host) => !host.configPath.startsWith('/')))
        throw new Refusal({
          code: 'bad-input',
          message: 'fleet.hosts[0].configPath: an absolute path',
          details: { issues: [{ path: 'fleet.hosts[0].configPath', message: 'an absolute path' }] },
        });
      current = next;
      publish('fleet.changed', { machines: [...next.servers, ...next.hosts].map((machine) => machine.name) });
      return { fleet: current };
    },
    'fleet.status': () => ({
      machines: (scenario.empty ? [] : (many?.machines ?? machines)).map((machine) =>
        machine.name === scenario.down
          ? { ...machine, state: 'unreachable', error: `${machine.name} (127.0.0.1:2201) refuses the connection.` }
          : scenario.filling && machine.name === 'backup1'
            ? { ...machine, filling: { inDays: 12, bytesADay: 9e9 } }
            : machine,
      ),
    }),
    'fleet.refresh': () =>
      jobs.start({
        command: 'fleet.refresh',
        title: 'Look at every host',
        steps: [{ name: 'Read the hosts', total: hostNames.length, unit: 'entries' }],
        outcome: () => ({ hosts: hostNames.length, customers: customers.length, problems: [] }),
      }),
    ...createHostKeyHandlers(world),
    ...createTeamFleetHandlers(
      {
        get: () => current,
        set: (next) => {
          current = next;
          publish('fleet.changed', { machines: [] });
        },
      },
      many?.fleet ?? fleet,
    ),
    ...createFirstRunHandlers(world),
    'secrets.provide': ({ machine, passphrase }) => {
      if (passphrase !== 'open sesame')
        throw new Refusal({
          code: 'authentication-failed',
          message: `That passphrase does not open the key for ${machine}.`,
        });
      return { machine };
    },
    ...createListHandlers({
      customers: known,
      holds: myHolds,
      activity: scenario.empty ? [] : (many?.activity ?? activity),
      restores: scenario.empty ? [] : restores,
      runsOf: (host) => (host ? [host] : hostNames).flatMap(runsOf),
    }),
    'customers.get': ({ customer }) => {
      const found = known.find((candidate) => candidate.id === customer);
      if (!found) throw notFound(`No path on any host, and no night, names ${customer}.`);
      return found;
    },
    'config.read': ({ host }) => {
      if (host === 'jail3')
        throw new Refusal({
          code: 'unreachable',
          message:
            'jail3 (127.0.0.1 port 2218) refused the connection while /usr/local/jail/bin/backup.config was read.',
        });
      return readConfig(host);
    },
    'config.check': ({ host, text }) => ({ problems: checkConfig(host, text) }),
    'config.history': ({ host }) => historyOf(host),
    'config.save': ({ host, text, revision, ticket }) => {
      if (revision !== revisionOf(textOf(host)))
        throw new Refusal({
          code: 'conflict',
          message: `backup.config on ${host} was changed by someone else since it was read.`,
        });
      const change = textChange(textOf(host), text);
      noteSave(host, text, ticket);
      configTexts.set(host, text);
      return { revision: revisionOf(text), change };
    },
    'runs.start': ({ host }) => startBackup(world, host),
    'runs.get': ({ host, run }) => detailsOf(host, run),
    'nights.list': (input) => {
      const hosts =
        'host' in input
          ? [input.host]
          : (known.find((customer) => customer.id === input.customer)?.hosts ?? []).map((on) => on.host);
      // Nothing of the customer of jail17 was ever backed up; a night its host missed is told all the same.
      const there = (host: string) =>
        [
          ...(scenario.twice ? withSecond(nightsOf(host)) : nightsOf(host)),
          ...(scenario.longer ? keptOf(host) : []),
        ].filter(({ index }) => host !== 'jail17' || index < 0);
      return { nights: hosts.flatMap(there) };
    },
    'nights.compare': ({ path }) => comparisonOf(path, 3600),
    'nights.compareNow': ({ host, path }) =>
      jobs.start({
        command: 'nights.compareNow',
        title: `Compare ${host} with a night of it`,
        host,
        steps: [
          { name: 'List the night', total: 4000, unit: 'files' },
          { name: 'List the host', total: 4000, unit: 'files' },
        ],
        outcome: () => comparisonOf(path, 3),
      }),
    ...createFileHandlers(world),
    'restore.plan': (input) => planOf(input, scenario.down),
    'restore.planHold': ({ hold, parts, to }) => planOfHold(holdOf(hold.id), { to, parts }, scenario.down),
    'restore.start': (input) =>
      'hold' in input
        ? startAgain(world, holdOf(input.hold.id), input.to, replies)
        : startRestore(world, input, replies),
    ...replies.handlers,
    'holds.create': (input) => startHold(world, myHolds, input),
    'holds.extend': ({ id, until }) => {
      const hold = holdOf(id);
      hold.until = until;
      publish('holds.changed', { server: hold.server });
      return hold;
    },
    'holds.prove': ({ id }) => startProof(world, holdOf(id)),
    'holds.release': ({ id, confirm }) => {
      const at = myHolds.findIndex((hold) => hold.id === id);
      const target = myHolds[at]?.customer ?? id;
      if (confirm !== target)
        throw new Refusal({
          code: 'needs-confirmation',
          message: `Releasing deletes what is held. Name ${target} to confirm.`,
          details: { target },
        });
      myHolds.splice(at, 1);
      publish('holds.changed', { server: 'backup1' });
      return { id };
    },
    ...createProofHandlers(world, known),
    ...createLongerHandlers(world, () => current),
    'tonight.get': ({ days }) =>
      scenario.empty
        ? {
            dates: [],
            hosts: [],
            counts: { good: 0, warning: 0, failed: 0, missed: 0, running: 0, unknown: 0 },
            notKnown: 0,
            noNight: 0,
          }
        : (many?.tonight ?? tonight)(days ?? 14),
    'digest.get': () => digest,
    'digest.set': ({ url, at }) => {
      digest = { at, host: url === undefined ? digest.host : url ? new URL(url).host : undefined };
      return digest;
    },
    'digest.test': () => ({ host: digest.host ?? '' }),
    'digest.due': () => ({ sent: false }),
    'notices.get': () => noticeSettings,
    'notices.set': (wanted) => {
      noticeSettings = wanted;
      return noticeSettings;
    },
    'notices.test': () => {
      const shown = { title: 'Nightkeep can reach you', body: 'New failures of the nights are told like this.' };
      publish('notice.raised', shown);
      return { shown };
    },
    ...createFailureHandlers(world, myFailures, known),
    'machines.meet': ({ machine }) => {
      const met = machines.find(({ name }) => name === machine);
      if (!met) throw notFound(`The fleet has no machine ${machine}.`);
      if (machine === 'jail3') throw new Refusal({ code: 'unreachable', message: met.error ?? '' });
      return met;
    },
    'hosts.probe': ({ host }) => ({
      os: host.startsWith('virt') ? 'Linux 2.6.32' : 'FreeBSD 9.1',
      shell: '/bin/sh',
      rsync: '3.4.1',
      rsyncFollows: false,
      ssh: 'OpenSSH_9.9',
      tar: 'bsdtar 3.7',
      sendmail: '/usr/sbin/sendmail',
      scripts: host === 'jail17' ? undefined : '0.1.0',
      schedule: host === 'jail17' ? undefined : '52 1 * * * root /usr/local/jail/bin/backup',
      clockSkewSeconds: 0.4,
      freeBytes: 12.4e9,
    }),
    'hosts.install': ({ host, dryRun }) => {
      const steps = [
        'Put 6 scripts of version 0.1.0 into /usr/local/jail/bin',
        `Add to /etc/crontab: 37 2 * * * root /usr/local/jail/bin/backup # nightkeep ${host}`,
      ];
      return jobs.start({
        command: 'hosts.install',
        title: `${dryRun ? 'Look what to install' : 'Install the schedule'} on ${host}`,
        host,
        steps: [{ name: 'Compare scripts and crontab' }],
        outcome: () => ({ steps, schedule: '37 2 * * *', changed: true, dryRun }),
      });
    },
    ...createGateHandlers(world),
    'repository.publish': () =>
      jobs.start({
        command: 'repository.publish',
        title: 'Publish the scripts',
        steps: [{ name: 'Publish' }],
        outcome: () => ({ server: 'backup2', version: '0.1.0', files: [] }),
      }),
    'jobs.list': () => ({ jobs: jobs.list() }),
    'jobs.get': ({ id }) => {
      const job = jobs.get(id);
      if (!job) throw notFound(`There is no job ${id}.`);
      return job;
    },
    'jobs.cancel': ({ id }) => {
      jobs.cancel(id);
      return { id };
    },
  };
}
