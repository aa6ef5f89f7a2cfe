import type { HostKey } from '../../../src-main/contract/index.ts';
import { unknownKeysOf } from './estate.ts';
import type { FakeHandlers } from './refusal.ts';
import type { World } from './world.ts';

type Names = 'hostKeys.pending' | 'hostKeys.trust' | 'hostKeys.trustAll';

export function createHostKeyHandlers({ scenario }: World): Pick<FakeHandlers, Names> {
  let pending: HostKey[] = unknownKeysOf(scenario.unknownKeys);
  const drop = (machines: readonly string[]) => {
    pending = pending.filter((key) => !machines.includes(key.machine));
  };
  return {
    'hostKeys.pending': () => ({ keys: pending }),
    'hostKeys.trust': ({ machine }) => {
      drop([machine]);
      return { machine };
    },
    'hostKeys.trustAll': ({ keys }) => {
      const machines = keys.map(({ machine }) => machine);
      drop(machines);
      return { machines };
    },
  };
}
