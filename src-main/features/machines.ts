import { type MachineStatus, NightkeepError } from '../contract/index.ts';
import { diskSpace } from '../programs/fleet/disk-space.ts';
import type { Machines } from '../ssh/types.ts';
import type { Failures } from './failures/failures.ts';
import type { Handlers } from './feature.ts';
import type { FleetReader } from './fleet/fleet-reader.ts';
import type { Reach } from './fleet/reach.ts';
import { runProgram } from './run-program.ts';

export interface MeetingDeps {
  machines: Machines;
  reader: Pick<FleetReader, 'readHost' | 'readNights'>;
  reach: Reach;
  failures: Pick<Failures, 'update'>;
  roleOf: (machine: string) => MachineStatus['role'] | undefined;
  /** Hosts whose nights are known to lie on a server. */
  hostsOn: (server: string) => string[];
}

export interface Meeting {
  /**
   * Asks a machine anew, and reads what it has: after a key was trusted, or on somebody's word that it is back.
   * Throws not-found, and whatever keeps it from answering.
   */
  meet(machine: string): Promise<MachineStatus>;
}

export function createMeeting({ machines, reader, reach, failures, roleOf, hostsOn }: MeetingDeps): Meeting {
  /** What can't be read now is told in its own place; that the machine answers is true all the same. */
  const unlessRefused = async (work: Promise<void>) => {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof NightkeepError)) throw error;
    }
  };

  return {
    async meet(machine) {
      const role = roleOf(machine);
      if (!role) throw new NightkeepError('not-found', `the fleet has no machine ${machine}`, { machine });
      try {
        await runProgram(machines, machine, diskSpace, []);
      } catch (error) {
        reach.failed(machine, error);
        throw error;
      }
      reach.reached(machine);
      if (role === 'host') await unlessRefused(reader.readHost(machine));
      await unlessRefused(reader.readNights(role === 'host' ? [machine] : hostsOn(machine)));
      failures.update({ raise: false });
      return reach.status(machine, role);
    },
  };
}

export const createMachinesFeature = ({ meet }: Meeting): Handlers<'machines.meet'> => ({
  'machines.meet': ({ machine }) => meet(machine),
});
