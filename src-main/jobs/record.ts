import type { ErrorEnvelope, Job, JobName, JobStep } from '../contract/index.ts';
import type { JobContext, JobRequest } from './types.ts';

export type Ending =
  | { state: 'done'; outcome: unknown }
  | { state: 'failed'; error: ErrorEnvelope }
  | { state: 'cancelled'; error?: ErrorEnvelope };

/** One job: its state, its steps and who waits for it. Progress only grows, and what has ended never changes. */
export class JobRecord {
  readonly #job: Job;
  readonly #abort = new AbortController();
  readonly #end = Promise.withResolvers<Job>();
  readonly #now: () => Date;
  readonly #onChange: (job: Job) => void;
  readonly #publishEveryMs: number;
  #timer: NodeJS.Timeout | undefined;
  #publishedAt = Number.NEGATIVE_INFINITY;
  /** Resolves when the job is cancelled; never rejects. */
  readonly aborted: Promise<void>;

  constructor(
    id: string,
    request: JobRequest<JobName>,
    now: () => Date,
    onChange: (job: Job) => void,
    publishEveryMs: number,
  ) {
    this.#now = now;
    this.#onChange = onChange;
    this.#publishEveryMs = publishEveryMs;
    this.aborted = new Promise((resolve) => {
      this.#abort.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#job = {
      id,
      command: request.command,
      title: request.title,
      host: request.host,
      customer: request.customer,
      state: 'queued',
      startedAt: now().toISOString(),
      steps: request.steps.map((name) => ({ name, state: 'waiting' })),
    };
  }

  get id(): string {
    return this.#job.id;
  }
  get signal(): AbortSignal {
    return this.#abort.signal;
  }
  get finished(): Promise<Job> {
    return this.#end.promise;
  }
  get hasEnded(): boolean {
    return this.#job.finishedAt !== undefined;
  }

  /** A copy: what was given away never changes under its reader. */
  snapshot(): Job {
    return { ...this.#job, steps: this.#job.steps.map((step) => ({ ...step })) };
  }

  cancel(): void {
    if (!this.hasEnded) this.#abort.abort();
  }

  begin(): void {
    this.#job.state = 'running';
    this.#job.startedAt = this.#now().toISOString();
    this.publish();
  }

  context(): JobContext {
    return {
      id: this.id,
      signal: this.signal,
      step: (name) => this.#enterStep(name),
      progress: (update) => this.#grow(update),
    };
  }

  end(ending: Ending): void {
    if (this.hasEnded) return;
    const running = this.#runningStep();
    if (running) running.state = ending.state === 'done' ? 'done' : 'failed';
    // A step that had nothing to do was passed over; the job as a whole did what it had to.
    if (ending.state === 'done') for (const step of this.#job.steps) step.state = 'done';
    Object.assign(this.#job, ending, { finishedAt: this.#now().toISOString() });
    this.publish();
    this.#end.resolve(this.snapshot());
  }

  #enterStep(name: string): void {
    if (this.hasEnded) return;
    const index = this.#job.steps.findIndex((step) => step.name === name);
    if (index < 0) throw new TypeError(`the job ${this.#job.command} has no step named ${name}`);
    for (const step of this.#job.steps.slice(0, index)) step.state = 'done';
    const step = this.#job.steps[index] as JobStep;
    if (step.state === 'waiting') step.state = 'running';
    this.publish();
  }

  #grow(update: Pick<JobStep, 'done' | 'total' | 'unit' | 'message'>): void {
    const step = this.#runningStep();
    if (!step || this.hasEnded) return;
    const done = Math.max(step.done ?? 0, update.done ?? 0);
    // A total that turns out too small grows with what was done, so that no bar is ever more than full.
    const total = update.total ?? step.total;
    Object.assign(step, update, {
      done: update.done === undefined && step.done === undefined ? undefined : done,
      total: total === undefined ? undefined : Math.max(total, done),
    });
    this.#publishSoon();
  }

  #runningStep(): JobStep | undefined {
    return this.#job.steps.find((step) => step.state === 'running');
  }

  publish(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#publishedAt = performance.now();
    this.#onChange(this.snapshot());
  }

  #publishSoon(): void {
    if (this.#timer) return;
    const wait = this.#publishedAt + this.#publishEveryMs - performance.now();
    if (wait <= 0) this.publish();
    else this.#timer = setTimeout(() => this.publish(), wait);
  }
}
