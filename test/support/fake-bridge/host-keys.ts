import type { ComparedKey, HostKey } from '../../../src-main/contract/index.ts';
import { unknownKeysOf } from './estate.ts';
import type { FakeHandlers } from './refusal.ts';
import { otherKey } from './troubles.ts';
import type { World } from './world.ts';

const foreign = '/etc/ssh/ssh_known_hosts';

type Names =
  | 'hostKeys.pending'
  | 'hostKeys.trust'
  | 'hostKeys.trustAll'
  | 'hostKeys.compare'
  | 'hostKeys.import'
  | 'hostKeys.changed'
  | 'hostKeys.replace';

/** Of a list of six lines: what each may be. */
const compared = (): ComparedKey[] =>
  (['new', 'new', 'further', 'changed', 'revoked', 'known'] as const).map((is, at) => ({
    ...(unknownKeysOf(at + 1)[at] as HostKey),
    line: at + 1,
    is,
    ...(is === 'changed' || is === 'further'
      ? { instead: ['SHA256:oLdVztksCsDhcc0u9e8BrdmB2zPqGuTpKhCr0Dm0000'] }
      : {}),
    ...(at === 1 ? { shown: 'another' as const } : {}),
  }));

export function createHostKeyHandlers({ scenario }: World): Pick<FakeHandlers, Names> {
  let pending: HostKey[] = unknownKeysOf(scenario.unknownKeys);
  const drop = (machines: readonly string[]) => {
    pending = pending.filter((key) => !machines.includes(key.machine));
  };
  const dropAll = ({ keys }: { keys: readonly { machine: string }[] }) => {
    const machines = keys.map(({ machine }) => machine);
    drop(machines);
    return { machines };
  };
  return {
    'hostKeys.pending': () => ({ keys: pending }),
    'hostKeys.trust': ({ machine }) => {
      drop([machine]);
      return { machine };
    },
    'hostKeys.trustAll': dropAll,
    'hostKeys.compare': () => ({ keys: compared(), others: 3, marked: 1, problems: [] }),
    'hostKeys.import': dropAll,
    'hostKeys.changed': () => ({
      key: scenario.foreignKey
        ? { ...otherKey, path: foreign, forget: `ssh-keygen -R '[127.0.0.1]:2217' -f ${foreign}` }
        : otherKey,
    }),
    'hostKeys.replace': ({ machine }) => ({ machine }),
  };
}
