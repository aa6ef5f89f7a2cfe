import { type ErrorCode, NightkeepError } from '../../contract/index.ts';
import type { JobContext } from '../../jobs/types.ts';
import { type Delivered, deliver } from '../../programs/restore/deliver.ts';
import type { PackedTarball } from '../../programs/restore/pack.ts';
import { type ProbedRoot, probeRoot } from '../../programs/restore/probe-root.ts';
import type { Machines } from '../../ssh/types.ts';
import { runProgram } from '../run-program.ts';
import { IDLE_MS } from './deps.ts';
import { type Stream, stream } from './streamed.ts';

/** Where a tarball goes, and where it comes from. */
export interface Route {
  host: string;
  /** The customer's `/` there. */
  root: string;
  server: string;
  /** As the host's backup.config names it, where that is another name. */
  calledServer?: string | undefined;
  backupdir: string;
}

export interface Told {
  onSent: JobContext['progress'];
  onVerifying: () => void;
  signal: AbortSignal;
}

/** What may be a matter of the way that was taken, and not of the customer's root or of the tarball. */
const otherWay: readonly ErrorCode[] = ['unreachable', 'program-failed', 'timed-out', 'missing-tool'];

const isOfTheWay = (error: unknown) => error instanceof NightkeepError && otherWay.includes(error.code);

/**
 * Brings a tarball to a customer's root, by one of two ways: by way of the app, while it is still being packed, or
 * fetched by the host from its server once it is whole. The first is over as soon as the packing is, where the desk's
 * line is fast; the second does not touch that line.
 */
export class Courier {
  readonly #machines: Machines;
  readonly #route: Route;
  readonly #told: Told;
  #probed: ProbedRoot | undefined;
  #stream: Stream | undefined;
  #total: number | undefined;

  constructor(machines: Machines, route: Route, told: Told) {
    this.#machines = machines;
    this.#route = route;
    this.#told = told;
  }

  /**
   * Looks at the root before anything is done for it. Throws what is wrong there; a host that doesn't answer may do so
   * when the nights are held and packed.
   */
  async look(): Promise<void> {
    const { host, root } = this.#route;
    try {
      this.#probed = await runProgram(this.#machines, host, probeRoot, { root, name: 'x' }, this.#told);
    } catch (error) {
      if (!isOfTheWay(error)) throw error;
    }
  }

  /** The customer has zstd. */
  get zstd(): boolean {
    return this.#probed?.zstd ?? false;
  }

  /** What is packed from now on as the hold's tarball NAME goes on its way at once, where the host can take it so. */
  begin(id: string, name: string): void {
    if (!this.#probed?.frames) return;
    const { server, backupdir } = this.#route;
    const { signal, onSent, onVerifying } = this.#told;
    this.#stream = stream(this.#machines, { server, backupdir, id, name }, this.#route, {
      signal,
      onVerifying,
      onSent: (done) => {
        if (this.#total !== undefined) onSent({ done, total: this.#total, unit: 'bytes' });
      },
    });
  }

  /** Delivers what was packed; `name` is what it is called there, without its ending. */
  async deliver(hold: string, packed: PackedTarball, name: string): Promise<Delivered> {
    this.#total = packed.bytes;
    if (this.#stream) {
      this.#stream.finish(packed, name);
      try {
        if (!(await this.#stream.isSlow(packed))) return await this.#stream.delivered;
      } catch (error) {
        if (!isOfTheWay(error)) throw error;
      }
    }
    await this.stop();
    try {
      return await this.#fetched(hold, packed, name);
    } catch (error) {
      if (!isOfTheWay(error) || !this.#probed?.frames) throw error;
      this.begin(hold, packed.name.replace(/\.tar\.[a-z]+$/, ''));
      this.#stream?.finish(packed, name);
      const delivered = this.#stream?.delivered;
      // What stands in the way of the host is what somebody can mend.
      return (await delivered?.catch(() => undefined)) ?? Promise.reject(error);
    }
  }

  #fetched(hold: string, { name: tarball, bytes, sha256 }: PackedTarball, name: string): Promise<Delivered> {
    const { signal, onSent, onVerifying } = this.#told;
    const { root, server, calledServer = server, backupdir } = this.#route;
    const place = { root, server: calledServer, backupdir };
    const delivery = { from: 'server', ...place, name, hold, tarball, bytes, sha256 } as const;
    return runProgram(this.#machines, this.#route.host, deliver, delivery, {
      signal,
      idleTimeoutMs: IDLE_MS,
      onEvent: ({ done, total }) => (done === undefined ? onVerifying() : onSent({ done, total, unit: 'bytes' })),
    });
  }

  /** Ends what is still on its way, and waits until nothing of it is left. */
  async stop(): Promise<void> {
    await this.#stream?.stop();
    this.#stream = undefined;
  }
}
