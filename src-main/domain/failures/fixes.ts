import type { FailureCause, FailureFix } from '../../contract/index.ts';
import type { Finding } from './finding.ts';

type Fixes = (finding: Pick<Finding, 'path' | 'suggestion'>, inCustomer: (path: string) => string) => FailureFix[];

const runNow: FailureFix = { kind: 'run-now', label: 'Back up now' };
const lookAtPlace: FailureFix = { kind: 'look-at-place', label: 'Look at its place' };
const edit = (path: string | undefined): FailureFix => ({ kind: 'edit-entry', label: 'Edit entry', path });

/** What can be done about each cause, the likeliest first. */
const fixesOfCause: Record<FailureCause, Fixes> = {
  'entry-missing': ({ path }) => [edit(path), { kind: 'remove-entry', label: 'Remove entry', path }],
  'entry-symlink': ({ path, suggestion }, inCustomer) => [
    ...(suggestion ? [{ kind: 'use-target' as const, label: `Use ${inCustomer(suggestion)}`, path, suggestion }] : []),
    edit(path),
  ],
  'entry-failed': ({ path }) => [runNow, edit(path)],
  'entry-incomplete': ({ path }) => [runNow, edit(path)],
  collapsed: ({ path }) => [{ kind: 'compare', label: 'Compare', path }, runNow],
  'rsync-follows': () => [runNow],
  'nights-lost': () => [lookAtPlace],
  rotten: () => [{ kind: 'keep-night', label: 'Hold a good night' }, lookAtPlace],
  'shared-backupdir': () => [lookAtPlace],
  'run-failed': () => [runNow],
  missed: () => [{ kind: 'install-schedule', label: 'Install schedule' }, runNow],
  'clock-wrong': () => [runNow],
  'server-filling': () => [{ kind: 'look-at-holds', label: 'Look at what is held' }],
  unreachable: () => [{ kind: 'retry', label: 'Try again' }],
  'not-adopted': () => [{ kind: 'install-schedule', label: 'Install schedule' }, runNow],
  'host-key-changed': () => [{ kind: 'trust-key', label: 'Look at the key' }],
};

/** `inCustomer` gives a path as its customer has it: a button has no room for the folders above. */
export const fixesOf = (
  finding: Pick<Finding, 'cause' | 'path' | 'suggestion'>,
  inCustomer: (path: string) => string,
): FailureFix[] => fixesOfCause[finding.cause](finding, inCustomer);
