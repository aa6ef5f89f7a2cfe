import { type CommandOutput, type Fleet, NightkeepError } from '../contract/index.ts';
import { diskSpace } from '../programs/fleet/disk-space.ts';
import type { FleetMachines } from '../ssh/machines.ts';
import type { Handlers } from './feature.ts';
import type { FleetReader } from './fleet/fleet-reader.ts';
import { runProgram } from './run-program.ts';

/** Where passphrases may be kept for another time; only the system's own key store will do. */
export interface Secrets {
  /** Keeps it, or says why not. */
  remember(machine: string, passphrase: string): { remembered: boolean; warning?: string };
  known(): { machine: string; passphrase: string }[];
}

export interface KeysDeps {
  secrets: Secrets | undefined;
  machines: FleetMachines;
  fleet: () => Fleet;
  reader: Pick<FleetReader, 'ensure'>;
  /** Told of a machine whose key is trusted from now on: what it kept from being read can be read. */
  onTrusted: (machine: string) => void;
}

type KeyCommands =
  | 'hostKeys.pending'
  | 'hostKeys.trust'
  | 'hostKeys.trustAll'
  | 'hostKeys.compare'
  | 'hostKeys.import'
  | 'hostKeys.changed'
  | 'hostKeys.replace'
  | 'secrets.provide';

/** Host keys somebody has to look at, and passphrases somebody has to type. Neither is ever logged. */
export const createKeysFeature = (deps: KeysDeps): Handlers<KeyCommands> => {
  const { machines, fleet, reader, secrets, onTrusted } = deps;
  /** A key is pending once a connection met it: on the command line each call is a program of its own, so it connects. */
  async function meet(machine: string): Promise<void> {
    try {
      await runProgram(machines, machine, diskSpace, []);
    } catch (error) {
      if (!(error instanceof NightkeepError) || error.code === 'not-found') throw error;
    }
  }

  return {
    'hostKeys.pending': async (): Promise<CommandOutput<'hostKeys.pending'>> => {
      await reader.ensure();
      return { keys: machines.pending() };
    },

    'hostKeys.trust': async ({ machine, fingerprint }) => {
      if (!machines.pending().some((key) => key.machine === machine)) await meet(machine);
      await machines.trust(machine, fingerprint);
      onTrusted(machine);
      return { machine };
    },

    'hostKeys.trustAll': async ({ keys }) => {
      await machines.trustAll(keys);
      for (const { machine } of keys) onTrusted(machine);
      return { machines: keys.map(({ machine }) => machine) };
    },

    'hostKeys.compare': ({ text }) => {
      const { servers, hosts } = fleet();
      return machines.compareKeys(
        [...servers, ...hosts].map(({ name }) => name),
        text,
      );
    },

    'hostKeys.import': async ({ text, keys }) => {
      await machines.takeKeys(text, keys);
      const names = [...new Set(keys.map(({ machine }) => machine))];
      for (const machine of names) onTrusted(machine);
      return { machines: names };
    },

    'hostKeys.changed': async ({ machine }) => {
      try {
        await runProgram(machines, machine, diskSpace, []);
        return {};
      } catch (error) {
        // It may be that of a jump host on the way.
        const changed = error instanceof NightkeepError && error.code === 'host-key-changed' && error.details?.machine;
        const key = typeof changed === 'string' ? machines.changedKey(changed) : undefined;
        if (!key) throw error;
        return { key };
      }
    },

    'hostKeys.replace': async (change) => {
      const { machine } = change;
      if (!machines.changedKey(machine)) await meet(machine);
      await machines.replaceKey(change);
      onTrusted(machine);
      return { machine };
    },

    'secrets.provide': async ({ machine, passphrase, remember }) => {
      // Which key file asks for it shows when the machine is met.
      await meet(machine);
      machines.providePassphrase(machine, passphrase);
      if (!remember) return { machine, remembered: false };
      const kept = secrets?.remember(machine, passphrase) ?? {
        remembered: false,
        warning: 'only the desktop app keeps passphrases',
      };
      return { machine, ...kept };
    },
  };
};
