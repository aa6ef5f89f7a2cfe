import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EventName, Job, MachineStatus, Tonight } from '../../src-main/contract/index.ts';
import type { CommandOutput, Connection, QueryName } from '../api/connection.ts';
import { mergeJob } from '../format/job-progress.ts';
import { useConnection } from './connection.tsx';
import { paced } from './paced.ts';
import { withChange } from './tonight.ts';

/** Which answers an event makes out of date. */
const touches: Partial<Record<EventName, readonly QueryName[]>> = {
  'fleet.changed': [
    'fleet.get',
    'fleet.status',
    'customers.search',
    'customers.get',
    'tonight.get',
    'nights.list',
    'gate.check',
  ],
  'customers.changed': ['customers.search', 'customers.get'],
  'nights.changed': ['nights.list', 'files.history', 'runs.list', 'runs.get', 'restore.plan', 'activity.list'],
  'holds.changed': ['holds.list', 'restore.list', 'activity.list'],
  'proof.changed': ['proof.get'],
  'failures.changed': ['failures.list'],
  'actions.changed': ['activity.list', 'failures.list'],
  'hostKey.unknown': ['hostKeys.pending'],
  'question.asked': ['questions.pending'],
  'question.closed': ['questions.pending'],
};

/** Which answers the end of a job makes out of date. */
const endTouches: Record<string, readonly QueryName[]> = {
  'restore.start': ['restore.list', 'holds.list', 'activity.list'],
  'holds.create': ['holds.list', 'activity.list'],
  'holds.prove': ['holds.list', 'activity.list'],
  'proof.rehearse': ['proof.get', 'failures.list', 'activity.list'],
  'proof.readBack': ['proof.get', 'failures.list'],
  'runs.start': ['runs.list', 'runs.get', 'nights.list', 'failures.list'],
  'hosts.install': ['hosts.probe', 'failures.list'],
  'gate.install': ['gate.check', 'activity.list'],
  'fleet.refresh': ['customers.search', 'customers.get', 'failures.list', 'fleet.status'],
};

/** Answers in which what a server has is missing while it is down. */
const ofAllServers: readonly QueryName[] = ['holds.list', 'restore.list', 'activity.list', 'nights.list'];

const pace = 700;

/** Keeps the answers on screen true: each event rereads, or rewrites, what it touches. */
export function followEvents(connection: Connection, client: QueryClient): () => void {
  const reread = paced((name: QueryName) => void client.invalidateQueries({ queryKey: [name] }), pace);
  const offs = [
    reread.stop,
    connection.subscribe('job.changed', (job: Job) => {
      client.setQueryData<CommandOutput<'jobs.list'>>(['jobs.list', {}], (old) => ({
        jobs: mergeJob(old?.jobs ?? [], job),
      }));
      if (job.finishedAt) endTouches[job.command]?.forEach(reread);
    }),
    connection.subscribe('machine.changed', (machine: MachineStatus) => {
      const before = client
        .getQueryData<CommandOutput<'fleet.status'>>(['fleet.status', {}])
        ?.machines.find(({ name }) => name === machine.name);
      client.setQueryData<CommandOutput<'fleet.status'>>(['fleet.status', {}], (old) =>
        old ? { machines: old.machines.map((known) => (known.name === machine.name ? machine : known)) } : old,
      );
      if (before?.state === 'unreachable' && machine.state !== 'unreachable') {
        // What could not be read for its sake can be now, and lists of all servers are whole again.
        void client.invalidateQueries({ predicate: ({ state }) => state.status === 'error' });
        ofAllServers.forEach(reread);
      }
    }),
    connection.subscribe('tonight.changed', (change) => {
      client.setQueriesData<Tonight>({ queryKey: ['tonight.get'] }, (old) => old && withChange(old, change));
    }),
    ...Object.entries(touches).map(([event, names]) =>
      connection.subscribe(event as EventName, () => names.forEach(reread)),
    ),
    connection.link.subscribe(() => {
      // While the connection was down, events passed by unheard.
      if (connection.link.state() === 'open') void client.invalidateQueries();
    }),
  ];
  return () => {
    for (const off of offs) off();
  };
}

export function useFollowEvents(): void {
  const connection = useConnection();
  const client = useQueryClient();
  useEffect(() => followEvents(connection, client), [connection, client]);
}
