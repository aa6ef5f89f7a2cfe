import type * as m from './models.ts';

/** Every event of Nightkeep and what it carries. */
export interface Events {
  'job.changed': m.Job;
  'fleet.changed': { machines: string[] };
  'machine.changed': m.MachineStatus;
  'customers.changed': { count: number };
  'nights.changed': { host: string };
  'tonight.changed': m.TonightChange;
  'holds.changed': { server: string };
  'proof.changed': { hosts: string[] };
  /** Something was done, or is now noted where all staff see it. */
  'actions.changed': { machine: string };
  'failures.changed': { open: number };
  /** A failure that was not known before. */
  'failure.raised': m.FailureItem;
  /** To be shown outside of the window. */
  'notice.raised': m.Notice;
  'hostKey.unknown': m.HostKey;
  'question.asked': m.MachineQuestion;
  'question.closed': { id: string };
}

export type EventName = keyof Events;

/** The same names as values, for shells that check what is asked for. */
export const eventNames = [
  'job.changed',
  'fleet.changed',
  'machine.changed',
  'customers.changed',
  'nights.changed',
  'tonight.changed',
  'holds.changed',
  'proof.changed',
  'actions.changed',
  'failures.changed',
  'failure.raised',
  'notice.raised',
  'hostKey.unknown',
  'question.asked',
  'question.closed',
] as const satisfies readonly EventName[];
