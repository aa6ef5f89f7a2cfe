import type { Core } from '../../../src-main/core.ts';
import { runJob } from '../core-jobs.ts';
import { nightStart } from './dates.ts';
import type { HostFiles } from './host-files.ts';
import type { Layout } from './layout.ts';
import { runOldScript } from './old-script.ts';
import { type HostPlan, timeZone, troubles } from './plan.ts';

const HOUR = 3_600_000;

export interface HistoryOptions {
  core: Core;
  layout: Layout;
  host: HostPlan;
  files: HostFiles;
  nights: number;
  now: Date;
  /** Told after each night. */
  onNight: (host: string, night: number) => void;
  signal?: AbortSignal | undefined;
}

const isMissed = (host: HostPlan, night: number) =>
  host.name === troubles.missedNight.host && night === troubles.missedNight.night;

/** Lives through one host's nights: its files change by day, and by night the real programs run. */
export async function makeHistory(options: HistoryOptions): Promise<void> {
  const { core, layout, host, files, nights, now, onNight, signal } = options;
  for (let night = 0; night < nights; night++) {
    signal?.throwIfAborted();
    const at = nightStart(now, timeZone, nights, night, host.minute);
    if (night === 0) {
      files.write(new Date(at.getTime() - 60 * 24 * HOUR));
      if (!host.oldScript) await runJob(core, 'hosts.install', { host: host.name });
    } else files.live(night, new Date(at.getTime() - 5 * HOUR));
    if (host.oldScript) await runOldScript(layout, host, at);
    else if (!isMissed(host, night)) await runJob(core, 'runs.start', { host: host.name, at: at.toISOString() });
    onNight(host.name, night);
  }
}
