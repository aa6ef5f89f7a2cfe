import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Job, MachineStatus } from '../../src-main/contract/index.ts';
import type { CommandOutput, Connection } from '../api/connection.ts';
import { reread } from './commands.ts';
import { useConnection } from './connection.tsx';
import { mergeJob } from './job-progress.ts';

/** Keeps the answers on screen true: each event rereads, or rewrites, what it touches. */
export function followEvents(connection: Connection, client: QueryClient): () => void {
  const offs = [
    connection.subscribe('job.changed', (job: Job) => {
      client.setQueryData<CommandOutput<'jobs.list'>>(['jobs.list', {}], (old) => ({
        jobs: mergeJob(old?.jobs ?? [], job),
      }));
      if (job.finishedAt) rereadAfter(job, client);
    }),
    connection.subscribe('machine.changed', (machine: MachineStatus) => {
      client.setQueryData<CommandOutput<'fleet.status'>>(['fleet.status', {}], (old) =>
        old ? { machines: old.machines.map((known) => (known.name === machine.name ? machine : known)) } : old,
      );
    }),
    connection.subscribe('fleet.changed', () =>
      reread(client, 'fleet.get', 'fleet.status', 'customers.search', 'customers.get', 'tonight.get', 'nights.list'),
    ),
    connection.subscribe('customers.changed', () => reread(client, 'customers.search', 'customers.get')),
    connection.subscribe('nights.changed', () =>
      reread(client, 'nights.list', 'files.history', 'runs.list', 'tonight.get', 'restore.plan', 'activity.list'),
    ),
    connection.subscribe('holds.changed', () => reread(client, 'holds.list', 'restore.list', 'activity.list')),
    connection.subscribe('failures.changed', () => reread(client, 'failures.list', 'tonight.get')),
    connection.subscribe('hostKey.unknown', () => reread(client, 'hostKeys.pending')),
    connection.link.subscribe(() => {
      // While the connection was down, events passed by unheard.
      if (connection.link.state() === 'open') void client.invalidateQueries();
    }),
  ];
  return () => {
    for (const off of offs) off();
  };
}

function rereadAfter(job: Job, client: QueryClient): void {
  if (job.command === 'restore.start') void reread(client, 'restore.list', 'holds.list', 'activity.list');
  if (job.command === 'holds.create') void reread(client, 'holds.list', 'activity.list');
  if (job.command === 'runs.start') void reread(client, 'runs.list', 'nights.list', 'tonight.get', 'failures.list');
  if (job.command === 'hosts.install') void reread(client, 'hosts.probe', 'failures.list');
  if (job.command === 'fleet.refresh')
    void reread(client, 'customers.search', 'customers.get', 'tonight.get', 'fleet.status');
}

export function useFollowEvents(): void {
  const connection = useConnection();
  const client = useQueryClient();
  useEffect(() => followEvents(connection, client), [connection, client]);
}
