import type { Jobs } from '../../jobs/types.ts';
import type { Machines } from '../../ssh/types.ts';
import type { Settings } from '../../stores/settings.ts';
import type { EveryPlaceDeps } from '../every-place.ts';
import type { Publish } from '../feature.ts';
import type { KnownLists } from '../known-lists.ts';
import type { PrepareDeps } from './prepare.ts';

/** What restores and holds need. */
export interface RestoreDeps extends PrepareDeps, EveryPlaceDeps {
  machines: Machines;
  /** What is known of holds and actions. */
  lists: KnownLists;
  jobs: Jobs;
  /** Where templates of replies are. */
  settings: Pick<Settings, 'read' | 'write'>;
  publish: Publish;
  now: () => Date;
  /** A folder of the machine that Nightkeep runs on, for what staff have delivered there; Downloads without it. */
  desk?: string | undefined;
}

/** A tool may work long on one large file without a word, but not for ever. */
export const IDLE_MS = 6 * 60 * 60_000;

const HOLD_DAYS = 14;

/** Seconds are enough, and what is written on servers is compared as text. */
export const instant = (moment: Date): string => moment.toISOString().replace(/\.\d+Z$/, 'Z');

/** Until when a restore holds its nights. */
export const usualUntil = (now: Date): string => instant(new Date(now.getTime() + HOLD_DAYS * 86_400_000));
