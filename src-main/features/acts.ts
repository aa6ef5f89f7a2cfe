import type { CommandArguments, CommandName, CommandOutput, Job, JobName } from '../contract/index.ts';
import type { Act } from './actions.ts';
import { namesOf } from './failures/triage.ts';
import type { Caller, Handlers } from './feature.ts';

type QueryName = Exclude<CommandName, JobName>;
type OfQueries = {
  [Name in QueryName]?: (input: CommandArguments<Name>, output: CommandOutput<Name>) => Act | undefined;
};
type OfJobs = {
  [Name in JobName]?: (input: CommandArguments<Name>, ended: Job<CommandOutput<Name>>) => Act | undefined;
};

const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** What is to be noted of a command that answers at once. Restores, holds, the gate and failures note their own. */
const ofQueries: OfQueries = {
  'config.save': ({ host, ticket }, { change }) =>
    change.added + change.removed === 0
      ? undefined
      : {
          action: 'config-save',
          machine: host,
          host,
          ticket,
          message: `saved backup.config: ${counted(change.added, 'line')} added, ${change.removed} removed`,
          more: { diff: change.lines },
        },
  'backupdir.confirm': ({ host }, { server, backupdir }) => ({
    action: 'backupdir',
    machine: server,
    host,
    message: `confirmed that the nights of ${host} lie in ${backupdir} on ${server}`,
  }),
  'teamFleet.publish': (_, { server, path }) => ({
    action: 'publish-fleet',
    machine: server,
    message: `published the fleet for the team: ${path} on ${server}`,
  }),
  'hostKeys.trust': ({ machine, fingerprint }) => ({
    action: 'trust',
    machine,
    message: `trusted the host key of ${machine}: ${fingerprint}`,
  }),
  'hostKeys.replace': ({ machine, fingerprint, known }) => ({
    action: 'trust',
    machine,
    message: `trusted another host key of ${machine}: ${fingerprint}, in the place of ${known.join(', ')}`,
  }),
  'hostKeys.trustAll': ({ keys }) => trusted(keys),
  'hostKeys.import': ({ keys }) => trusted(keys, ' by a list'),
};

const MOST_KEYS = 1000;

type Trusted = readonly { machine: string; fingerprint: string }[];

/** Of many, one line, on the server of the first. */
function trusted(keys: Trusted, how = ''): Act | undefined {
  const [first] = keys;
  if (!first) return undefined;
  const machines = new Set(keys.map(({ machine }) => machine)).size;
  const what =
    keys.length === 1 ? `key of ${first.machine}: ${first.fingerprint}` : `keys of ${counted(machines, 'machine')}`;
  // Each of them, so that it can be told later which key was taken for whose.
  return {
    action: 'trust',
    machine: first.machine,
    message: `trusted the host ${what}${how}`,
    more: { keys: keysOf(keys) },
  };
}

const keysOf = (keys: Trusted): string =>
  keys.length === 1
    ? ''
    : keys
        .slice(0, MOST_KEYS)
        .map(({ machine, fingerprint }) => `${machine} ${fingerprint}`)
        .join('\n');

/** And of a job, once it has ended; how it ended is part of what was done. */
const ofJobs: OfJobs = {
  'runs.start': ({ host }, { state, outcome, error }) => ({
    action: 'run',
    machine: host,
    host,
    message: outcome
      ? `backed up ${host} by hand: ${outcome.state}, ${counted(outcome.entries.length, 'entry', 'entries')}`
      : state === 'cancelled'
        ? `began to back up ${host} by hand and cancelled it`
        : `backed up ${host} by hand, which failed: ${error?.message ?? 'the run failed'}`,
    more: { run: outcome?.runId },
  }),
  'files.download': ({ host, path }, { outcome, customer }) =>
    outcome && {
      action: 'download',
      machine: host,
      host,
      customer,
      message: `downloaded ${path} of a night to ${outcome.on}`,
      more: { path, sha256: outcome.sha256 },
    },
  'hosts.install': ({ host, dryRun, remove }, { outcome }) =>
    dryRun || !outcome?.changed
      ? undefined
      : {
          action: remove ? 'uninstall' : 'install',
          machine: host,
          host,
          message: remove
            ? `removed the scripts and their cron line from ${host}`
            : `installed the scripts on ${host}; they run at ${outcome.schedule}`,
        },
  'repository.publish': (_, { outcome }) =>
    outcome && {
      action: 'publish',
      machine: outcome.server,
      message: `published the scripts ${outcome.version} on ${outcome.server}`,
    },
  'longer.apply': (_, { outcome }) => {
    const written = outcome?.hosts.filter(({ state }) => state === 'written') ?? [];
    const [first] = written;
    if (!first) return undefined;
    const rules = [
      ...Map.groupBy(written, ({ rule }) => `${counted(rule.weeks, 'week')} and ${counted(rule.months, 'month')}`),
    ];
    const message = rules.map(([rule, hosts]) => `${rule} for ${namesOf(hosts)}`).join('; ');
    return {
      action: 'keep-longer',
      machine: first.host,
      host: first.host,
      message: `nights are kept longer: ${message}`,
    };
  },
  'proof.rehearse': ({ customer }, { outcome }) =>
    outcome && {
      action: 'rehearse',
      machine: outcome.host,
      host: outcome.host,
      customer,
      message:
        `rehearsed the restore of ${customer}: ${counted(outcome.files, 'file')} of the night of ${outcome.date}, ` +
        (outcome.wrong === 0 ? 'all as they are there' : `${outcome.wrong} otherwise than there`),
    },
  'proof.readBack': (_, { outcome }) => {
    const found = outcome?.hosts.filter(({ bad }) => bad > 0) ?? [];
    const [first] = found;
    return (
      first && {
        action: 'read-back',
        machine: first.host,
        host: first.host,
        message: `read files back that are not what they were: ${found.map(({ host, bad }) => `${bad} of ${host}`).join(', ')}`,
      }
    );
  },
  'housekeeping.start': ({ host, dryRun }, { outcome }) =>
    dryRun || !outcome
      ? undefined
      : {
          action: 'housekeeping',
          machine: host,
          host,
          message: `put the nights of ${host} in order by hand: ${outcome.trashed.length} to the trash, ${counted(outcome.expired.length, 'hold')} ran out`,
        },
};

export interface NotingActs {
  handlers: Handlers<CommandName>;
  /** To be told of each change of a job. */
  jobChanged(job: Job): void;
}

/** The handlers, with what they do noted: what no handler has to think of, none can forget. */
export function notingActs(
  handlers: Handlers<CommandName>,
  note: (act: Act, by: string) => void,
  jobOf: (id: string) => Job,
): NotingActs {
  const started = new Map<string, { act: (ended: Job) => Act | undefined; by: string }>();
  const noted = { ...handlers };

  const wrap = (name: CommandName, around: (input: unknown, output: unknown, by: string) => void) => {
    const handler = handlers[name] as (input: unknown, caller: Caller) => unknown;
    const wrapped = async (input: unknown, caller: Caller) => {
      const output = await handler(input, caller);
      around(input, output, caller.by);
      return output;
    };
    // The table ties each act to its own command's types; a name that is only known when it runs can't say so.
    Object.assign(noted, { [name]: wrapped });
  };

  for (const [name, actOf] of Object.entries(ofQueries)) {
    wrap(name as CommandName, (input, output, by) => {
      const act = actOf(input as never, output as never);
      if (act) note(act, by);
    });
  }
  for (const [name, actOf] of Object.entries(ofJobs)) {
    wrap(name as CommandName, (input, output, by) => {
      const { jobId } = output as { jobId: string };
      started.set(jobId, { act: (ended) => actOf(input as never, ended as never), by });
      // It may have ended before its id was known here.
      jobChanged(jobOf(jobId));
    });
  }

  function jobChanged(job: Job): void {
    const begun = job.finishedAt ? started.get(job.id) : undefined;
    if (!begun) return;
    started.delete(job.id);
    const act = begun.act(job);
    if (act) note(act, begun.by);
  }
  return { handlers: noted, jobChanged };
}
