/** What a shell makes a core of: the ports it has to fill, and the ready-made ones that fill them. */
export { systemClock } from './features/clock.ts';
export type { Secrets } from './features/keys.ts';
export type { Power } from './features/sleep.ts';
export { CONFIG_MODE, CONFIG_NAME, openSettings } from './stores/conf-file.ts';
export { type Log, openLog } from './stores/log.ts';
export { createSettings, type Settings } from './stores/settings.ts';
