import type { Job, JobStep, Night, RunEntry } from '../../../src-main/contract/index.ts';

export const root = '/mnt/data1/69.55.238.98-col00214-DIR';

export const entry = (path: string, more: Partial<RunEntry> = {}): RunEntry => ({
  path: `${root}${path}`,
  state: 'good',
  files: 10,
  bytes: 1000,
  added: 0,
  changed: 0,
  deleted: 0,
  ...more,
});

/** A night of February 2013, there to be read unless it says otherwise. */
export const night = (day: number, more: Partial<Night> = {}): Night => ({
  host: 'jail15',
  server: 'backup1',
  runId: `run-${day}`,
  index: 28 - day,
  date: new Date(Date.UTC(2013, 1, day)).toISOString().slice(0, 10),
  startedAt: new Date(Date.UTC(2013, 1, day, 9, 52)).toISOString(),
  estimated: false,
  state: 'good',
  expiresInNights: day - 20,
  entries: [entry('/etc'), entry('/usr/home')],
  ...more,
});

export const job = (more: Partial<Job> & { steps: JobStep[] }): Job => ({
  id: 'job-1',
  command: 'restore.start',
  title: 'Restore of col00214',
  state: 'running',
  startedAt: '2013-02-28T18:30:00Z',
  ...more,
});
