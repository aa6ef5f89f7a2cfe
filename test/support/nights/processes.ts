import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PATIENCE } from '../until.ts';

export interface Process {
  pid: number;
  parent: number;
  /** The machine it runs on, of those a rig plays. */
  machine: string;
  command: string;
}

/** Whether the processes of a rig can be found: by their environment, in /proc. */
export const canSeeProcesses = (() => {
  try {
    return readFileSync('/proc/self/environ').length > 0;
  } catch {
    return false;
  }
})();

/** All living processes that carry the mark, by which a rig knows its own. */
export function processesOf(mark: string): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const environment = readFileSync(`/proc/${name}/environ`, 'latin1').split('\0');
        if (!environment.includes(`NIGHTKEEP_TEST_RIG=${mark}`)) return [];
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (state === 'Z') return [];
        return {
          pid: Number(name),
          parent: Number(parent),
          machine: inEnvironment(environment, 'NIGHTKEEP_TEST_MACHINE'),
          command: readFileSync(`/proc/${name}/cmdline`, 'latin1').replaceAll('\0', ' ').trim(),
        };
      } catch {
        // It ended while it was looked at.
        return [];
      }
    });
}

const inEnvironment = (environment: string[], key: string) =>
  environment.find((pair) => pair.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';

/** SIGKILL to each, those that are stopped included; which of them were still there. */
export function killAll(processes: readonly Process[]): number {
  return processes.filter(({ pid }) => {
    try {
      process.kill(pid, 'SIGKILL');
      return true;
    } catch {
      return false;
    }
  }).length;
}

/** Waits until none is left; gives those that never go. */
export async function waitUntilGone(mark: string): Promise<Process[]> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const left = processesOf(mark);
    if (left.length === 0 || Date.now() > deadline) return left;
    await pause(10);
  }
}
