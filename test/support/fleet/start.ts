import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet } from '../../../src-main/contract/index.ts';
import { type Core, createCore } from '../../../src-main/core.ts';
import { openLog, openSettings, systemClock } from '../../../src-main/ports.ts';
import { version } from '../../../src-main/version.ts';
import { runJob } from '../core-jobs.ts';
import { writeAppHome } from './app-home.ts';
import { zoneFor } from './dates.ts';
import { type Layout, layoutIn } from './layout.ts';
import { type Machines, startMachines } from './machines.ts';
import { createNightMaker } from './night-maker.ts';
import { hosts as allHosts, type HostPlan, NIGHTS, storyHost } from './plan.ts';
import { makeWeeks, type Weeks } from './weeks.ts';

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
  /** Ends the making of it: what waits for it then rejects, and nothing of that is left running. */
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

/** A fleet whose machines are up, and whose hosts get their weeks one after the other. Stopping it ends that, too. */
export interface GrowingFleet extends StartedFleet, Weeks {}

export const FILES_PER_CUSTOMER = 1550;

/** A fleet of real machines with real history. Everything it started is ended when it fails. */
export async function startFleet(options: FleetOptions): Promise<StartedFleet> {
  const fleet = await growFleet(options);
  try {
    await fleet.whole;
    const core = openCore(fleet.home);
    // What the app would do on its first minute: so that it opens on what is known.
    await runJob(core, 'fleet.refresh', {}).finally(() => core.close());
    return fleet;
  } catch (error) {
    await fleet.stop();
    throw error;
  }
}

/** The same as soon as its machines are up, while its history is being made. */
export async function growFleet(options: FleetOptions): Promise<GrowingFleet> {
  const { folder, only } = options;
  const layout = layoutIn(folder);
  const hosts = allHosts.filter(({ name }) => only === undefined || only.includes(name));
  await mkdir(layout.folder, { recursive: true });
  const machines = await startMachines(layout, hosts);
  try {
    const fleet = await writeAppHome(layout, hosts, machines, zoneFor(options.now ?? new Date()));
    options.signal?.throwIfAborted();
    const ending = new AbortController();
    const signal = AbortSignal.any([ending.signal, ...(options.signal ? [options.signal] : [])]);
    const weeks = existsSync(finished(layout)) ? isWhole : grow(layout, fleet, hosts, { ...options, signal });
    // Whoever has not come to wait for them yet hears of a failure when they do.
    for (const each of [weeks.first, weeks.whole]) each.catch(() => undefined);
    const stop = async () => {
      ending.abort();
      await weeks.whole.catch(() => undefined);
      await machines.stop();
    };
    return { layout, home: layout.home, fleet, machines, stop, ...weeks };
  } catch (error) {
    await machines.stop();
    throw error;
  }
}

/** A fleet that is kept is made once; in one whose making was cut off, the hosts that have no week get one. */
const finished = (layout: Layout) => join(layout.folder, 'finished');
const isWhole: Weeks = { first: Promise.resolve(), whole: Promise.resolve() };

function grow(
  layout: Layout,
  fleet: Fleet,
  hosts: readonly HostPlan[],
  options: FleetOptions & { signal: AbortSignal },
): Weeks {
  const { signal, nights = NIGHTS, filesPerCustomer = FILES_PER_CUSTOMER, onProgress } = options;
  const core = openCore(layout.home);
  const maker = createNightMaker(layout, fleet);
  const close = () => Promise.all([core.close(), maker.close()]);
  signal.addEventListener('abort', () => void close());
  let done = 0;
  const onNight = (host: string, night: number) => {
    done += 1;
    onProgress?.(`${host}: night ${night + 1} of ${nights} (${Math.round((done / (hosts.length * nights)) * 100)} %)`);
  };
  const now = beginning(layout, options.now ?? new Date());
  const inOrder = hosts.toSorted((a, b) => Number(b.name === storyHost) - Number(a.name === storyHost));
  const { timeZone } = fleet;
  const making = { layout, hosts: inOrder, filesPerCustomer, nights, timeZone, now };
  const weeks = makeWeeks({ ...making, core, maker, onNight, signal });
  const whole = weeks.whole.then(() => writeFile(finished(layout), '')).finally(close);
  return { first: weeks.first, whole };
}

/** When the fleet's making began, for a fleet that is gone on with: all its weeks end with the same night. */
function beginning(layout: Layout, now: Date): Date {
  const file = join(layout.folder, 'begun');
  if (!existsSync(file)) writeFileSync(file, now.toISOString());
  return new Date(readFileSync(file, 'utf8'));
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
