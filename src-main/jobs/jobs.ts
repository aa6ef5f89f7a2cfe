import { randomUUID } from 'node:crypto';
import { type Job, type JobName, NightkeepError } from '../contract/index.ts';
import { JobRecord } from './record.ts';
import type { JobRequest, Jobs } from './types.ts';

export interface JobsOptions {
  now: () => Date;
  /** Called when a job starts, ends, and at most every `publishEveryMs` while it runs. */
  onChange: (job: Job) => void;
  /** A job's work threw something that is not a NightkeepError: a bug. Gives the message that crosses instead. */
  onBug: (error: unknown, job: Job) => NightkeepError;
  publishEveryMs?: number;
  /** How many ended jobs are remembered. */
  keepEnded?: number;
}

/** Runs jobs: those with the same lock one after another, the others at once. */
export function createJobs({ now, onChange, onBug, publishEveryMs = 100, keepEnded = 100 }: JobsOptions): Jobs {
  const records = new Map<string, JobRecord>();
  /** Per lock, the end of the last job that waits for it. */
  const locks = new Map<string, Promise<void>>();
  let closed = false;

  function start<Name extends JobName>(request: JobRequest<Name>): { jobId: string } {
    if (closed) throw new NightkeepError('cancelled', 'Nightkeep is closing, so nothing new is started');
    const record = new JobRecord(randomUUID(), request, now, (job) => onChange(job), publishEveryMs);
    records.set(record.id, record);
    record.publish();

    const before = request.lock ? locks.get(request.lock) : undefined;
    const ended = perform(record, request, before);
    if (request.lock) holdLock(request.lock, ended);
    void ended.then(forgetOldest);
    return { jobId: record.id };
  }

  async function perform<Name extends JobName>(
    record: JobRecord,
    request: JobRequest<Name>,
    before: Promise<void> | undefined,
  ): Promise<void> {
    // A job that is cancelled while it waits ends at once; the one behind it goes on waiting for the lock.
    if (before) await Promise.race([before, record.aborted]);
    if (record.signal.aborted) record.end({ state: 'cancelled' });
    else await work(record, request);
    if (before) await before;
  }

  async function work<Name extends JobName>(record: JobRecord, request: JobRequest<Name>): Promise<void> {
    record.begin();
    try {
      const outcome = await request.work(record.context());
      // Work that had finished when it was cancelled did finish: what it says is true.
      record.end({ state: 'done', outcome });
    } catch (error) {
      const known = error instanceof NightkeepError ? error : undefined;
      if (record.signal.aborted && (known?.code === 'cancelled' || isAbort(error))) record.end({ state: 'cancelled' });
      else {
        // What went wrong while a job was being cancelled is told, but the job is what it was asked to be: cancelled.
        const envelope = (known ?? onBug(error, record.snapshot())).toEnvelope();
        record.end({ state: record.signal.aborted ? 'cancelled' : 'failed', error: envelope });
      }
    }
  }

  function holdLock(lock: string, ended: Promise<void>): void {
    locks.set(lock, ended);
    void ended.then(() => {
      if (locks.get(lock) === ended) locks.delete(lock);
    });
  }

  function forgetOldest(): void {
    const ended = [...records.values()].filter((record) => record.hasEnded);
    for (const record of ended.slice(0, Math.max(0, ended.length - keepEnded))) records.delete(record.id);
  }

  function find(id: string): JobRecord {
    const record = records.get(id);
    if (!record) throw new NightkeepError('not-found', `there is no job ${id}; it may have ended long ago`);
    return record;
  }

  return {
    start,
    list: () => [...records.values()].reverse().map((record) => record.snapshot()),
    get: (id) => find(id).snapshot(),
    cancel: (id) => find(id).cancel(),
    finished: (id) => find(id).finished,
    async close() {
      closed = true;
      const running = [...records.values()];
      for (const record of running) record.cancel();
      await Promise.all(running.map((record) => record.finished));
    },
  };
}

const isAbort = (error: unknown) => error instanceof Error && error.name === 'AbortError';
