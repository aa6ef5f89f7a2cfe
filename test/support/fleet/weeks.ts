import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import PQueue from 'p-queue';
import type { Core } from '../../../src-main/core.ts';
import { runJob } from '../core-jobs.ts';
import { untilTidy } from '../nights/tidy.ts';
import { nightStart } from './dates.ts';
import { configText, HostFiles } from './host-files.ts';
import type { Layout } from './layout.ts';
import type { NightMaker } from './night-maker.ts';
import { runOldScript } from './old-script.ts';
import { type HostPlan, troubles } from './plan.ts';

const HOUR = 3_600_000;
/** Weeks that are made at once. More would all be late; with fewer, processors would wait for disks and for each other. */
const AT_ONCE = 3;

export interface WeeksOptions {
  layout: Layout;
  /** In the order in which they get their weeks. */
  hosts: readonly HostPlan[];
  filesPerCustomer: number;
  nights: number;
  /** The fleet's. */
  timeZone: string;
  /** The nights are the last ones before this. */
  now: Date;
  /** On the app's data folder. */
  core: Core;
  maker: NightMaker;
  /** Told after each night. */
  onNight: (host: string, night: number) => void;
  signal: AbortSignal;
}

export interface Weeks {
  /** Resolves once a first host has its week. */
  first: Promise<void>;
  /** Resolves once every host has; rejects where one's could not be made, when all others are. */
  whole: Promise<void>;
}

/**
 * Makes the weeks of some hosts, one host after the other rather than one night after the other. Nights can be made in
 * their order only, since each is made of the one before; a host of which the app saw the first nights and not yet the
 * last would be one that missed nights. So a week is made beside the host's backupdir and becomes it by a rename: last
 * night comes with it, and what the app tells of a host is true at any moment.
 */
export function makeWeeks(options: WeeksOptions): Weeks {
  const { layout, hosts } = options;
  const missing = hosts.filter((host) => !existsSync(layout.backupdir(host)));
  const first = Promise.withResolvers<void>();
  if (missing.length < hosts.length) first.resolve();
  const queue = new PQueue({ concurrency: AT_ONCE });
  const make = async () => {
    const all = missing.map((host) => new Week(host, options));
    for (const week of all) await week.outline();
    await runJob(options.core, 'repository.publish', {});
    // The first one has the machine for itself: the app opens on it.
    await all[0]?.make();
    first.resolve();
    const making = all.slice(1).map((week) => queue.add(() => week.make()));
    // All of them end before the fleet is taken down, the ones that are well included.
    const failed = (await Promise.allSettled(making)).find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  };
  const whole = make();
  whole.catch(first.reject);
  return { first: first.promise, whole };
}

const isMissed = (host: HostPlan, night: number) =>
  host.name === troubles.missedNight.host && night === troubles.missedNight.night;

/** Seven days and nights of one host: its files change by day, and by night the real programs run. */
class Week {
  readonly #host: HostPlan;
  readonly #options: WeeksOptions;
  readonly #files: HostFiles;

  constructor(host: HostPlan, options: WeeksOptions) {
    this.#host = host;
    this.#options = options;
    this.#files = new HostFiles(options.layout, host, options.filesPerCustomer);
  }

  #start(night: number): Date {
    const { now, nights, timeZone } = this.#options;
    return nightStart(now, timeZone, nights, night, this.#host.minute);
  }

  get #dayBefore(): Date {
    return new Date(this.#start(0).getTime() - 60 * 24 * HOUR);
  }

  /** The host as it is before its files are written. What a week that was cut off left is cleared away. */
  async outline(): Promise<void> {
    const { layout } = this.#options;
    const host = this.#host;
    for (const left of [layout.root(host.name), layout.makingDir(host)])
      await rm(left, { recursive: true, force: true });
    await mkdir(join(layout.makingDir(host), '..'), { recursive: true });
    await writeFile(layout.makingConfig(host), configText(layout, host, layout.makingDir(host)));
    this.#files.outline(this.#dayBefore);
  }

  async make(): Promise<void> {
    const { layout, core, nights, signal, onNight } = this.#options;
    const host = this.#host;
    signal.throwIfAborted();
    this.#files.fill();
    if (nights === 0) return;
    if (!host.oldScript) await runJob(core, 'hosts.install', { host: host.name });
    for (let night = 0; night < nights; night++) {
      signal.throwIfAborted();
      if (night > 0) this.#files.live(night, new Date(this.#start(night).getTime() - 5 * HOUR));
      await this.#run(night);
      onNight(host.name, night);
    }
    if (!host.oldScript) await untilTidy(join(layout.makingDir(host), '.nightkeep'));
    // A night that somebody made in the app meanwhile stays: it is the host's own.
    if (!existsSync(layout.backupdir(host))) await rename(layout.makingDir(host), layout.backupdir(host));
  }

  async #run(night: number): Promise<void> {
    const { layout, maker, signal } = this.#options;
    const host = this.#host;
    const at = this.#start(night);
    if (host.oldScript) await runOldScript(layout.makingConfig(host), layout.makingDir(host), at);
    else if (!isMissed(host, night)) await maker.run(host, at, signal);
  }
}
