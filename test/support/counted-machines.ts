import { spawnSync } from 'node:child_process';
import type { Machines } from '../../src-main/ssh/types.ts';
import { localMachines } from './local-machines.ts';

export interface Counts {
  /** What went to machines and came back, without what SSH adds. */
  bytes: number;
  /** Processes that were made there, the shell itself included. */
  forks: number;
  execs: number;
}

export interface CountedMachines extends Machines {
  counts: Counts;
  reset(): void;
}

/** Every process of a namespace of its own gets the next number, so that the last one tells how many there were. */
const COUNTING = ['unshare', '-rpf', '--', 'sh', '-c', `"$@"; code=$?; sh -c 'echo "forks $$" >&2'; exit $code`, 'sh'];
/** What counting itself adds: the shell around, and the one that tells. */
const OWN_FORKS = 2;

/** Whether this system lets an ordinary user have a namespace. */
export const canCount = spawnSync(COUNTING[0] as string, [...COUNTING.slice(1), 'true']).status === 0;

/** Machines that are all this one, and count what they are asked to do. */
export function countedMachines(shell: readonly string[], env: Record<string, string> = {}): CountedMachines {
  const inner = localMachines({ shell: [...COUNTING, ...shell], env });
  const counts: Counts = { bytes: 0, forks: 0, execs: 0 };
  return {
    ...inner,
    counts,
    reset: () => Object.assign(counts, { bytes: 0, forks: 0, execs: 0 }),
    async exec(machine, request) {
      counts.execs += 1;
      counts.bytes += request.script.length + (Buffer.isBuffer(request.stdin) ? request.stdin.length : 0);
      const outcome = await inner.exec(machine, {
        ...request,
        onStdout: (chunk) => {
          counts.bytes += chunk.length;
          request.onStdout?.(chunk);
        },
      });
      const told = /^forks (\d+)$/m.exec(outcome.stderr.toString());
      counts.forks += Number(told?.[1] ?? Number.NaN) - OWN_FORKS;
      return outcome;
    },
  };
}
