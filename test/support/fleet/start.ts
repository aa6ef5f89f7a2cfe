import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet } from '../../../src-main/contract/index.ts';
import { type Core, createCore } from '../../../src-main/core.ts';
import { openLog, openSettings, systemClock } from '../../../src-main/ports.ts';
import { version } from '../../../src-main/version.ts';
import { runJob } from '../core-jobs.ts';
import { writeAppHome } from './app-home.ts';
import { makeHistory } from './history.ts';
import { HostFiles } from './host-files.ts';
import { type Layout, layoutIn } from './layout.ts';
import { type Machines, startMachines } from './machines.ts';
import { hosts as allHosts, type HostPlan, NIGHTS } from './plan.ts';

export interface FleetOptions {
  /** Made where it is missing. One in which a fleet was made before is started again as it was left. */
  folder: string;
  /** About how many files each customer has; 1,550 make more than 20,000 in all. */
  filesPerCustomer?: number;
  /** Only these hosts; all of them where it is left out. */
  only?: readonly string[];
  /** How many nights are made; 0 leaves a fleet that has never run. */
  nights?: number;
  /** The nights are the last ones before this. */
  now?: Date;
  onProgress?: (text: string) => void;
  /** Ends the making of it: startFleet then rejects, and nothing is left running. */
  signal?: AbortSignal;
}

export interface StartedFleet {
  layout: Layout;
  /** The app's data folder. */
  home: string;
  fleet: Fleet;
  machines: Machines;
  /** Ends every machine; the folder stays. */
  stop: () => Promise<void>;
}

export const FILES_PER_CUSTOMER = 1550;

/** A fleet of real machines with real history. Everything it started is ended when it fails. */
export async function startFleet(options: FleetOptions): Promise<StartedFleet> {
  const { folder, only } = options;
  const layout = layoutIn(folder);
  const hosts = allHosts.filter(({ name }) => only === undefined || only.includes(name));
  await mkdir(layout.folder, { recursive: true });
  const machines = await startMachines(layout, hosts);
  try {
    const fleet = await writeAppHome(layout, hosts, machines);
    await makeOnce(layout, () => makeNights(layout, hosts, options));
    return { layout, home: layout.home, fleet, machines, stop: machines.stop };
  } catch (error) {
    await machines.stop();
    throw error;
  }
}

/** A fleet that is kept is made once; one whose making was cut off is made anew. */
async function makeOnce(layout: Layout, make: () => Promise<void>): Promise<void> {
  const finished = join(layout.folder, 'finished');
  if (existsSync(finished)) return;
  await make();
  await writeFile(finished, '');
}

async function makeNights(layout: Layout, hosts: readonly HostPlan[], options: FleetOptions): Promise<void> {
  const { now = new Date(), nights = NIGHTS, filesPerCustomer = FILES_PER_CUSTOMER, onProgress, signal } = options;
  const core = openCore(layout.home);
  const stop = () => void core.close();
  signal?.addEventListener('abort', stop);
  try {
    await runJob(core, 'repository.publish', {});
    let done = 0;
    const onNight = (host: string, night: number) => {
      done += 1;
      onProgress?.(
        `${host}: night ${night + 1} of ${nights} (${Math.round((done / (hosts.length * nights)) * 100)} %)`,
      );
    };
    const making = hosts.map(async (host) => {
      const files = new HostFiles(layout, host, filesPerCustomer);
      if (nights === 0) files.write(now);
      else await makeHistory({ core, layout, host, files, nights, now, onNight, signal });
    });
    // All of them end before the fleet is taken down, the ones that are well included.
    const failed = (await Promise.allSettled(making)).find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    // What the app would do on its first minute: so that it opens on what is known.
    await runJob(core, 'fleet.refresh', {});
  } finally {
    signal?.removeEventListener('abort', stop);
    await core.close();
  }
}

/** A core on a data folder, as the command line has one. */
export function openCore(home: string): Core {
  return createCore({
    settings: openSettings(home),
    clock: systemClock,
    log: openLog(join(home, 'nightkeep.log'), systemClock.now),
    by: 'demo@nightkeep',
    shell: 'cli',
    version,
    watch: false,
  });
}
