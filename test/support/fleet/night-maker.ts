import { join } from 'node:path';
import type { Fleet } from '../../../src-main/contract/index.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { nightInputOf } from '../../../src-main/features/runs.ts';
import { nightProgram } from '../../../src-main/programs/night/night.ts';
import { createMachines } from '../../../src-main/ssh/machines.ts';
import { version } from '../../../src-main/version.ts';
import type { Layout } from './layout.ts';
import type { HostPlan } from './plan.ts';

/** Runs the night program on a fleet's hosts, as `runs.start` does, but by a config of its own, and reads nothing after it. */
export interface NightMaker {
  /** A night with a stated time. Rejects where nothing was published. */
  run(plan: HostPlan, at: Date, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export function createNightMaker(layout: Layout, fleet: Fleet): NightMaker {
  const hostOf = (name: string) => fleet.hosts.find((host) => host.name === name);
  const machines = createMachines({ targets: hostOf, knownHostsPath: join(layout.home, 'known_hosts') });
  return {
    async run(plan, at, signal) {
      const host = hostOf(plan.name);
      if (!host) throw new Error(`the fleet has no ${plan.name}`);
      const input = nightInputOf(fleet, { ...host, configPath: layout.makingConfig(plan) }, at);
      const run = await runProgram(machines, plan.name, nightProgram, { ...input, version }, { signal });
      if (run.state === 'failed') throw new Error(`${plan.name}: nothing was published: ${run.message}`);
    },
    close: () => machines.close(),
  };
}
