/** The two ways between the page and the main process; the preload and main name them here only. */
export const CALL_CHANNEL = 'nightkeep:call';
export const EVENT_CHANNEL = 'nightkeep:event';
