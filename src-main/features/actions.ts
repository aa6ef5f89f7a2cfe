import { NightkeepError } from '../contract/index.ts';
import { type ActionRecord, recordAction } from '../programs/restore/actions.ts';
import type { Machines } from '../ssh/types.ts';
import type { FactStore } from '../stores/history/fact-store.ts';
import type { Background } from './background.ts';
import type { Publish } from './feature.ts';
import type { NightPlace } from './nights-reader.ts';
import { instant } from './restore/deps.ts';
import { newId } from './restore/hold-nights.ts';
import { runProgram } from './run-program.ts';

/** Something a member of staff did, to be found by all of them. */
export interface Act {
  /** A word of one's own for its kind, such as `config-save`. */
  action: string;
  /** The host or server it was done to: the log of its nights has it. */
  machine: string;
  message: string;
  host?: string | undefined;
  customer?: string | undefined;
  ticket?: string | undefined;
  /** Whatever else the app wants to find there again; text. */
  more?: Record<string, string | undefined>;
}

/** An act that is not on its server yet. */
export interface UnsentAct {
  machine: string;
  action: ActionRecord;
}

export interface Actions {
  /** Notes it; what its server can't be told now it is told later. Never fails what was done. */
  note(act: Act, by: string): void;
  /** Those that no server has yet, oldest first. */
  unsent(): UnsentAct[];
  /** Tries to tell their servers of them again; only the one named, where one is. */
  flush(server?: string): Promise<void>;
  /** Once those under way are told, or could not be. */
  settled(): Promise<void>;
}

export interface ActionsDeps {
  machines: Machines;
  facts: FactStore;
  places: { of(host: string): Promise<NightPlace>; known(host: string): NightPlace | undefined };
  /** A place on a server whose log can hold what was done to the server itself. */
  placeOn: (server: string) => NightPlace | undefined;
  isServer: (machine: string) => boolean;
  background: Background;
  publish: Publish;
  now: () => Date;
}

const PREFIX = 'act:';
/** A server that is gone for good must not fill the disk of those who wait for it. */
const MOST_UNSENT = 1000;

/**
 * The one way into the log of actions for what is no program's own. The log lies beside the nights, where all staff
 * read it; an act is kept in the data folder until it is there, since the server may be down just when something is
 * done about it, and a host has no folder there before its first night.
 */
export function createActions(deps: ActionsDeps): Actions {
  const { machines, facts, background, publish, now } = deps;
  /** Those under way, so that two calls send none twice. */
  const sending = new Map<string, Promise<void>>();

  const knownPlace = (machine: string): NightPlace | undefined =>
    deps.isServer(machine) ? deps.placeOn(machine) : deps.places.known(machine);
  const placeOf = (machine: string): Promise<NightPlace> | NightPlace | undefined =>
    knownPlace(machine) ?? (deps.isServer(machine) ? undefined : deps.places.of(machine));

  async function send(name: string, { machine, action }: UnsentAct): Promise<void> {
    try {
      const place = await placeOf(machine);
      if (!place) return;
      await runProgram(machines, place.server, recordAction, { backupdir: place.backupdir, action });
      // Only now: an act told twice is told apart by its id, one that was lost is lost.
      facts.remove(name);
      publish('actions.changed', { machine });
    } catch (error) {
      if (!(error instanceof NightkeepError)) throw error;
    }
  }

  function sendOnce(name: string, act: UnsentAct): Promise<void> {
    const promise = sending.get(name) ?? send(name, act).finally(() => sending.delete(name));
    sending.set(name, promise);
    return promise;
  }

  const waiting = () => facts.startingWith(PREFIX) as { name: string; value: UnsentAct }[];

  return {
    note({ action, machine, message, host, customer, ticket, more }, by) {
      const id = newId(now());
      const at = instant(now());
      const elsewhere = host === undefined ? machine : undefined;
      const record: ActionRecord = { ...more, id, at, by, action, host, machine: elsewhere, customer, ticket, message };
      const name = `${PREFIX}${id}`;
      for (const { name: old } of waiting().slice(0, -MOST_UNSENT)) facts.remove(old);
      facts.set(name, { machine, action: record } satisfies UnsentAct);
      publish('actions.changed', { machine });
      background.start(`noting ${action} of ${machine}`, () => sendOnce(name, { machine, action: record }));
    },
    unsent: () => waiting().map(({ value }) => value),
    settled: async () => void (await Promise.allSettled(sending.values())),
    async flush(server) {
      const wanted = waiting().filter(
        ({ value }) => server === undefined || knownPlace(value.machine)?.server === server,
      );
      await Promise.all(wanted.map(({ name, value }) => sendOnce(name, value)));
    },
  };
}
