import type { CommandInput } from '../../src-main/contract/index.ts';
import type { CallError } from '../api/call-error.ts';

/** The fleet as it is being edited: what `fleet.save` takes, checked by the core when it is saved. */
export type FleetDraft = CommandInput<'fleet.save'>['fleet'];
export type MachineDraft = NonNullable<FleetDraft['hosts']>[number];
export type ServerDraft = NonNullable<FleetDraft['servers']>[number];

export interface FieldIssue {
  /** Such as `hosts[2].ssh.port`, below the fleet. */
  path: string;
  message: string;
}

/** What the core found wrong, by field. */
export function issuesIn(error: CallError | null): FieldIssue[] {
  const issues = error?.details.issues;
  if (!Array.isArray(issues)) return [];
  return issues.flatMap((issue: unknown) => {
    if (typeof issue !== 'object' || issue === null || !('path' in issue) || !('message' in issue)) return [];
    return [{ path: String(issue.path).replace(/^fleet\.?/, ''), message: String(issue.message) }];
  });
}

export const issueAt = (issues: readonly FieldIssue[], path: string): string | undefined =>
  issues.find((issue) => issue.path === path)?.message;

export const issuesBelow = (issues: readonly FieldIssue[], path: string): number =>
  issues.filter((issue) => issue.path === path || issue.path.startsWith(`${path}.`)).length;

export const newServer = (): ServerDraft => ({ name: '', ssh: { host: '' } });
export const newHost = (): MachineDraft => ({
  name: '',
  ssh: { host: '' },
  configPath: '/usr/local/jail/bin/backup.config',
});

/** A fleet out of pasted JSON: a whole config.json, or what stands under its `fleet`. Throws an Error in plain words. */
export function fleetFromJson(text: string): FleetDraft {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`That is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('A fleet is an object with servers and hosts.');
  const fleet = 'fleet' in value ? value.fleet : value;
  if (typeof fleet !== 'object' || fleet === null || !('servers' in fleet || 'hosts' in fleet))
    throw new Error('There are no servers and no hosts in it.');
  // The core checks every field when it is saved, and names what is wrong.
  return fleet as FleetDraft;
}

export const fleetToJson = (fleet: FleetDraft): string => `${JSON.stringify({ fleet }, undefined, 2)}\n`;

/** Text of a field, where an empty one means: not said. */
export const orNothing = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());
export const numberOrNothing = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));
