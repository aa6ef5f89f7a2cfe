import type {
  ConfigProblemCode,
  Coverage,
  EntryState,
  FailureCause,
  JobState,
  NightState,
} from '../../src-main/contract/index.ts';

/** A colour of the palette and the shape that goes with it, so that no state is told by colour alone. */
export type Tone = 'good' | 'warn' | 'bad' | 'run' | 'miss' | 'plain';

export const nightTone: Record<NightState, Tone> = {
  good: 'good',
  warning: 'warn',
  failed: 'bad',
  missed: 'miss',
  running: 'run',
  unknown: 'plain',
};

export const nightWord: Record<NightState, string> = {
  good: 'good',
  warning: 'warning',
  failed: 'failed',
  missed: 'missed',
  running: 'running',
  unknown: 'unknown',
};

/** A host's state, where it may also be unknown as yet. */
export const hostStateWord: Record<NightState | 'not-known' | 'no-night', string> = {
  ...nightWord,
  'not-known': 'not known yet',
  'no-night': 'before the first night',
};

/** Anything a newer host reports and this app doesn't know counts as a warning. */
export const toneOfNight = (state: NightState): Tone => nightTone[state] ?? 'warn';

/**
 * Here and of causes and problems: what touches a part of a night is a warning, as the cell and the day of that night are;
 * bad is what leaves no night, or puts nights at risk.
 */
export const entryTone: Record<EntryState, Tone> = {
  good: 'good',
  covered: 'good',
  collapsed: 'warn',
  symlink: 'warn',
  missing: 'warn',
  failed: 'warn',
};

export const entryWord: Record<EntryState, string> = {
  good: 'copied',
  covered: 'copied with the directory around it',
  collapsed: 'lost most of its files',
  symlink: 'is a symlink',
  missing: 'not there',
  failed: 'failed',
};

export const coverageWord: Record<Coverage, string> = {
  configured: 'backed up',
  'only-in-nights': 'only in past nights',
  'not-backed-up': 'not backed up',
};

export const coverageTone: Record<Coverage, Tone> = {
  configured: 'good',
  'only-in-nights': 'warn',
  'not-backed-up': 'bad',
};

export const problemWord: Record<ConfigProblemCode, string> = {
  missing: 'not there',
  symlink: 'symlink',
  'not-a-directory': 'not a directory',
  duplicate: 'already listed',
  nested: 'inside another',
  'not-absolute': 'not absolute',
  'no-server': 'no server',
  'no-backupdir': 'no backupdir',
  'unknown-server': 'server unknown',
  'shared-backupdir': 'another host’s too',
  syntax: 'not understood',
};

export const problemTone: Record<ConfigProblemCode, Tone> = {
  missing: 'warn',
  symlink: 'warn',
  'not-a-directory': 'plain',
  duplicate: 'warn',
  nested: 'plain',
  'not-absolute': 'bad',
  'no-server': 'bad',
  'no-backupdir': 'bad',
  'unknown-server': 'bad',
  'shared-backupdir': 'bad',
  syntax: 'warn',
};

export const causeTone: Record<FailureCause, Tone> = {
  'entry-missing': 'warn',
  'entry-symlink': 'warn',
  'entry-failed': 'warn',
  'entry-incomplete': 'warn',
  collapsed: 'warn',
  'rsync-follows': 'warn',
  'nights-lost': 'bad',
  'shared-backupdir': 'bad',
  'run-failed': 'bad',
  missed: 'miss',
  unreachable: 'miss',
  'not-adopted': 'plain',
  'host-key-changed': 'bad',
  'clock-wrong': 'warn',
  'server-filling': 'warn',
  rotten: 'bad',
};

/** What was done, as the log of actions has it, in words. */
const actionWords: Record<string, string> = {
  'config-save': 'backup.config saved',
  backupdir: 'backupdir confirmed',
  run: 'backed up by hand',
  restore: 'restored',
  'restore-failed': 'restore failed',
  'restore-cancelled': 'restore cancelled',
  hold: 'held',
  'hold-extend': 'held for longer',
  'hold-release': 'hold released',
  'hold-proven': 'hold read back',
  rehearse: 'restore rehearsed',
  'read-back': 'files read back',
  'gate-bind': 'key bound to the gate',
  'gate-free': 'key freed from the gate',
  download: 'file downloaded',
  install: 'scripts installed',
  uninstall: 'scripts removed',
  publish: 'scripts published',
  'publish-fleet': 'fleet published for the team',
  housekeeping: 'nights put in order',
  'keep-longer': 'nights kept longer',
  trust: 'host key trusted',
  acknowledge: 'failure acknowledged',
  snooze: 'failure put off',
  take: 'failure taken',
  digest: 'daily digest',
  reopen: 'failure opened again',
};

/** What an activity may be, with its words. */
export const allActions: readonly (readonly [action: string, words: string])[] = Object.entries(actionWords);

/** One that a newer Nightkeep noted is shown by its own name. */
export const actionWord = (action: string): string =>
  Object.hasOwn(actionWords, action) ? (actionWords[action] ?? action) : action.replaceAll('-', ' ');

export const jobWord: Record<JobState, string> = {
  queued: 'waiting for its turn',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

export const jobTone: Record<JobState, Tone> = {
  queued: 'plain',
  running: 'run',
  done: 'good',
  failed: 'bad',
  cancelled: 'miss',
};
