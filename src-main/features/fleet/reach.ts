import { type MachineStatus, NightkeepError } from '../../contract/index.ts';
import type { Unreached } from '../../domain/host-facts.ts';
import type { ConnectionStatus } from '../../ssh/types.ts';
import type { FactStore } from '../../stores/history/fact-store.ts';
import type { Publish } from '../feature.ts';
import type { Room } from './room.ts';

/** Which machines answered when they were last asked, and since when one did not. */
export interface Reach {
  reached(machine: string): void;
  /** Takes any error of an attempt; only one about reaching the machine counts. Says whether it did. */
  failed(machine: string, error: unknown): boolean;
  unreached(machine: string): Unreached | undefined;
  status(machine: string, role: MachineStatus['role']): MachineStatus;
  /** Publishes the machine's status if it is another than was told. */
  tell(machine: string): void;
  setDisk(machine: string, disk: { freeBytes: number; totalBytes: number }): void;
}

export interface ReachDeps {
  connection: (machine: string) => ConnectionStatus;
  facts: FactStore;
  now: () => Date;
  roleOf: (machine: string) => MachineStatus['role'] | undefined;
  /** ISO 8601; when it last told what it has. */
  toldAt: (machine: string, role: MachineStatus['role']) => string | undefined;
  publish: Publish;
  /** The room on servers' disks over the days. */
  room?: Room;
  /** What fails while connections are being closed tells nothing of a machine. */
  isClosing: () => boolean;
  /** Told of a machine that can't be reached, or can be again. */
  onTrouble: (machine: string) => void;
}

const aboutReaching: readonly string[] = [
  'unreachable',
  'timed-out',
  'authentication-failed',
  'host-key-unknown',
  'host-key-changed',
  'passphrase-needed',
];

export const isAboutReaching = (error: unknown): error is NightkeepError =>
  error instanceof NightkeepError && aboutReaching.includes(error.code);

/** Nothing was heard: it may be the machine, the way to it, or this machine being busy. */
export const isSilence = (error: unknown): boolean => error instanceof NightkeepError && error.details?.silent === true;

interface Trouble {
  code: string;
  message: string;
  since: string;
}

export function createReach({
  connection,
  facts,
  now,
  roleOf,
  toldAt,
  publish,
  room,
  isClosing,
  onTrouble,
}: ReachDeps): Reach {
  const disks = new Map<string, { freeBytes: number; totalBytes: number }>();
  const told = new Map<string, string>();
  const factOf = (machine: string) => `unreached:${machine}`;
  // Kept over restarts, since how long a machine has been away is what matters.
  const known = new Map<string, Trouble | undefined>();
  for (const { name, value } of facts.startingWith(factOf('')))
    if (value) known.set(name.slice(factOf('').length), value as Trouble);
  const trouble = (machine: string): Trouble | undefined => known.get(machine);

  function status(machine: string, role: MachineStatus['role']): MachineStatus {
    const { state, latencyMs, error } = connection(machine);
    const failed = trouble(machine);
    return {
      name: machine,
      role,
      state: failed && state !== 'connected' ? 'unreachable' : state,
      latencyMs,
      ...disks.get(machine),
      filling: role === 'server' ? room?.of(machine).filling : undefined,
      error: error ?? (state === 'connected' ? undefined : failed?.message),
      toldAt: toldAt(machine, role),
      since: failed && state !== 'connected' ? failed.since : undefined,
    };
  }

  function tell(machine: string): void {
    const role = roleOf(machine);
    if (!role) return;
    const current = status(machine, role);
    // A millisecond more or less is no news, and neither is that it told once more.
    const key = JSON.stringify({ ...current, latencyMs: undefined, toldAt: undefined });
    if (told.get(machine) === key) return;
    told.set(machine, key);
    publish('machine.changed', current);
  }

  return {
    status,
    tell,
    reached(machine) {
      if (trouble(machine)) {
        known.set(machine, undefined);
        facts.set(factOf(machine), null);
        onTrouble(machine);
      }
      tell(machine);
    },
    failed(machine, error) {
      if (!isAboutReaching(error)) return false;
      if (isClosing()) return true;
      const since = trouble(machine)?.since ?? now().toISOString();
      const found: Trouble = { code: error.code, message: error.message, since };
      known.set(machine, found);
      facts.set(factOf(machine), found);
      onTrouble(machine);
      tell(machine);
      return true;
    },
    unreached(machine) {
      const found = trouble(machine);
      return found && { code: found.code, message: found.message, since: new Date(found.since) };
    },
    setDisk(machine, { freeBytes, totalBytes }) {
      disks.set(machine, { freeBytes, totalBytes });
      room?.note(machine, { freeBytes, totalBytes });
      tell(machine);
    },
  };
}
