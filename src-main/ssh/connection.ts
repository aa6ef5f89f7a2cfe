import { setTimeout as pause } from 'node:timers/promises';
import { NightkeepError } from '../contract/index.ts';
import type { Clock } from './clock.ts';
import type { Link } from './link.ts';
import { NotOpened } from './open-command.ts';
import { Slots } from './slots.ts';
import type { ConnectionState, ConnectionStatus } from './types.ts';

export interface ConnectionOptions {
  /** The machine's name, or the text of a jump. */
  machine: string;
  /** Changes when the machine's settings do; then a new connection is made. */
  stamp: () => string;
  /** Makes one connection; in the background nobody is asked anything. Throws NightkeepErrors only. */
  connect: (background: boolean) => Promise<Link>;
  /** How many channels may be open at once. */
  channels: number;
  /** Milliseconds without use after which the connection is closed. */
  idleMs: number;
  clock: Clock;
  /** 0 to 1. */
  random: () => number;
  onStatus: (status: ConnectionStatus) => void;
}

export interface UseOptions {
  signal?: AbortSignal;
  /** Fails at once while a machine that could not be reached is left alone. */
  background?: boolean;
  /** Does not keep the connection open for others. */
  passing?: boolean;
}

interface Pooled {
  link: Link;
  stamp: string;
  uses: number;
  /** No new uses: it is closed when the last one is over. */
  retired: boolean;
}

interface Failure {
  error: NightkeepError;
  stamp: string;
  count: number;
  /** Until when background calls are refused. */
  until: number;
}

/** How often a machine may refuse a channel to one call. Each time one fewer is asked for at once, while there are several. */
const MOST_REFUSALS = 16;
const REFUSED_MS = 50;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;
/** How long a connection waits for a next call where only passing ones used it. */
const PASSING_MS = 1_000;

/** The one connection to a machine: made when it is needed, made again when it is lost, closed when it is idle. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #slots: Slots;
  #current: Pooled | undefined;
  #connecting: { stamp: string; background: boolean; link: Promise<Pooled> } | undefined;
  #failure: Failure | undefined;
  #status: ConnectionStatus;
  #lastUse = Number.NEGATIVE_INFINITY;
  #cancelIdle = () => {};
  #cancelRetry = () => {};
  #closed = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#slots = new Slots(options.channels);
    this.#status = { machine: options.machine, state: 'idle' };
  }

  get status(): ConnectionStatus {
    return this.#status;
  }

  /** Does work that opens one channel. Where that could not be opened, it is called once more with another connection. */
  async use<Result>(work: (link: Link) => Promise<Result>, options: UseOptions = {}): Promise<Result> {
    for (let refusals = 0, losses = 0; ; ) {
      const { signal } = options;
      const giveBack = await this.#unless(signal, this.#slots.take(signal), (late) => late());
      const pooled = await this.#unless(signal, this.#borrow(options), (late) => this.#return(late)).catch((error) => {
        giveBack();
        throw error;
      });
      try {
        return await work(pooled.link);
      } catch (error) {
        if (!(error instanceof NotOpened)) throw error;
        if (error.tooMany && refusals < MOST_REFUSALS) refusals += 1;
        else if (!error.tooMany && !pooled.link.isOpen() && losses === 0) losses += 1;
        else throw this.#notOpened(pooled.link, error);
        if (error.tooMany) this.#slots.lower();
      } finally {
        this.#return(pooled);
        giveBack();
      }
      // A machine may still count a session whose end it has told.
      if (refusals > this.#options.channels) await pause(REFUSED_MS * (refusals - this.#options.channels));
    }
  }

  /** Keeps a connection open until `release` is called: for going through this machine to another one. */
  async hold(background = false): Promise<{ link: Link; release: () => void }> {
    const pooled = await this.#borrow({ background });
    let released = false;
    return {
      link: pooled.link,
      release: () => {
        if (!released) this.#return(pooled);
        released = true;
      },
    };
  }

  /** Forgets the last failure: something was done about it. */
  forgive(): void {
    this.#cancelRetry();
    this.#failure = undefined;
    if (this.#status.state === 'unreachable') this.#tell('idle');
  }

  /** Resolves when the connection is gone, and an attempt to make one is over. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    this.#cancelIdle();
    const link = this.#current?.link;
    link?.end();
    await Promise.all([link?.closed, this.#connecting?.link.catch(() => {})]);
  }

  async #borrow({ background = false, passing = false }: UseOptions): Promise<Pooled> {
    if (!background && !passing) this.#lastUse = this.#options.clock.now();
    const pooled = await this.#get(background);
    // Between the two a settings change may have retired it; it lives on until it is returned.
    pooled.uses += 1;
    this.#cancelIdle();
    return pooled;
  }

  #return(pooled: Pooled): void {
    pooled.uses -= 1;
    if (pooled.uses > 0) return;
    if (pooled.retired) pooled.link.end();
    else if (pooled === this.#current) this.#closeWhenIdle(pooled);
  }

  #get(background: boolean): Promise<Pooled> | Pooled {
    const { machine, clock } = this.#options;
    if (this.#closed)
      throw new NightkeepError('cancelled', `Nightkeep is closing: ${machine} was not called.`, { machine });
    const stamp = this.#options.stamp();
    if (this.#current?.stamp === stamp && this.#current.link.isOpen()) return this.#current;
    if (this.#current) this.#retire(this.#current);
    if (this.#connecting?.stamp === stamp) return this.#join(this.#connecting, background);
    const failure = this.#failure?.stamp === stamp ? this.#failure : undefined;
    if (background && failure && clock.now() < failure.until) throw failure.error;
    return this.#connect(stamp, background);
  }

  /** Who waits for an attempt of the background can answer what that one could not. */
  #join(attempt: { stamp: string; background: boolean; link: Promise<Pooled> }, background: boolean): Promise<Pooled> {
    if (background || !attempt.background) return attempt.link;
    return attempt.link.catch((error) => {
      if (!(error instanceof NightkeepError) || error.details?.questions === undefined) throw error;
      return this.#get(false);
    });
  }

  #connect(stamp: string, background: boolean): Promise<Pooled> {
    this.#cancelRetry();
    this.#tell('connecting');
    const attempt = { stamp, background, link: this.#attempt(stamp, background) };
    this.#connecting = attempt;
    const over = () => {
      if (this.#connecting === attempt) this.#connecting = undefined;
    };
    attempt.link.then(over, over);
    return attempt.link;
  }

  async #attempt(stamp: string, background: boolean): Promise<Pooled> {
    let link: Link;
    try {
      link = await this.#options.connect(background);
    } catch (error) {
      if (error instanceof NightkeepError) this.#failed(error, stamp);
      else this.#tell('unreachable', String(error));
      throw error;
    }
    const pooled: Pooled = { link, stamp, uses: 0, retired: false };
    link.closed.then((why) => this.#gone(pooled, why));
    if (this.#closed) link.end();
    this.#current = pooled;
    this.#failure = undefined;
    this.#slots.reset(this.#options.channels);
    this.#tell('connected', undefined, link.latencyMs);
    this.#closeWhenIdle(pooled);
    return pooled;
  }

  #failed(error: NightkeepError, stamp: string): void {
    const { clock, random } = this.#options;
    const count = this.#failure?.stamp === stamp ? this.#failure.count + 1 : 1;
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (count - 1)) * (0.5 + random());
    this.#failure = { error, stamp, count, until: clock.now() + delay };
    this.#tell('unreachable', error.message);
    // A key, a passphrase or a host key needs somebody; a machine that is down may come back by itself.
    const mayComeBack = error.code === 'unreachable' || error.code === 'timed-out';
    const wanted = clock.now() - this.#lastUse <= this.#options.idleMs;
    if (!mayComeBack || !wanted || this.#closed) return;
    this.#cancelRetry = clock.after(delay, () => {
      if (!this.#closed && !this.#connecting) this.#connect(this.#options.stamp(), true).catch(() => {});
    });
  }

  #gone(pooled: Pooled, why: string): void {
    if (this.#current !== pooled) return;
    this.#current = undefined;
    this.#cancelIdle();
    if (this.#closed || pooled.retired) {
      this.#tell('idle');
      return;
    }
    const { machine, address } = pooled.link.target;
    const message = `The connection to ${machine} (${address}) was lost: ${why}. It is tried again by itself.`;
    this.#failed(new NightkeepError('unreachable', message, { machine, address }), pooled.stamp);
  }

  #retire(pooled: Pooled): void {
    pooled.retired = true;
    if (this.#current === pooled) this.#current = undefined;
    if (pooled.uses === 0) pooled.link.end();
  }

  #closeWhenIdle(pooled: Pooled): void {
    this.#cancelIdle();
    // Somebody would have to answer again.
    if (pooled.link.answered) return;
    const { clock, idleMs } = this.#options;
    const isWarm = clock.now() - this.#lastUse <= idleMs;
    this.#cancelIdle = clock.after(isWarm ? idleMs : Math.min(idleMs, PASSING_MS), () => {
      if (pooled.uses > 0 || this.#current !== pooled) return;
      this.#retire(pooled);
      this.#tell('idle');
    });
  }

  #tell(state: ConnectionState, error?: string, latencyMs?: number): void {
    this.#status = { machine: this.#options.machine, state, latencyMs, error };
    this.#options.onStatus(this.#status);
  }

  #notOpened(link: Link, error: NotOpened): NightkeepError {
    const { machine, address } = link.target;
    const why = error.tooMany ? 'its sshd allows no further session on a connection (MaxSessions)' : error.message;
    return new NightkeepError('unreachable', `${machine} (${address}) did not start the command: ${why}. Try again.`, {
      machine,
      address,
    });
  }

  /** Leaves a wait when the signal aborts; what comes of it after all is handed to `undo`. */
  #unless<Value>(signal: AbortSignal | undefined, wait: Promise<Value>, undo: (late: Value) => void): Promise<Value> {
    if (!signal) return wait;
    const { machine } = this.#options;
    return new Promise((resolve, reject) => {
      let left = false;
      const leave = () => {
        left = true;
        reject(new NightkeepError('cancelled', `The work on ${machine} was cancelled before it began.`, { machine }));
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      wait
        .then((value) => (left ? undo(value) : resolve(value)), reject)
        .finally(() => signal.removeEventListener('abort', leave));
    });
  }
}
