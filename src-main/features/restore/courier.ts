import { type ErrorCode, NightkeepError } from '../../contract/index.ts';
import type { Place } from '../../domain/in-place.ts';
import { type Delivered, deliver } from '../../programs/restore/deliver.ts';
import { TARBALL_ENDING } from '../../programs/restore/frames.ts';
import type { PackedTarball } from '../../programs/restore/pack.ts';
import { type ProbedRoot, probeRoot } from '../../programs/restore/probe-root.ts';
import type { Machines } from '../../ssh/types.ts';
import { runProgram } from '../run-program.ts';
import { type Brought, type Carrier, obstacleTo, type Source, type Told } from './carrier.ts';
import { IDLE_MS } from './deps.ts';
import { isOfPlaces, placedOf, withPlaces } from './placing.ts';
import { type Stream, stream } from './streamed.ts';

/** Where a tarball goes. */
export interface Root {
  host: string;
  /** The customer's `/` there. */
  root: string;
  /** The host may fetch it from the server by itself. */
  isOwn: boolean;
  configPath: string | undefined;
  /** What arrives there is unpacked. */
  unpacked: boolean;
  /** What arrives there is put in place: just these. */
  places?: readonly Place[] | undefined;
}

/** What may be a matter of the way that was taken, and not of the customer's root or of the tarball. */
const otherWay: readonly ErrorCode[] = ['unreachable', 'program-failed', 'timed-out', 'missing-tool'];

const isOfTheWay = (error: unknown) =>
  error instanceof NightkeepError && otherWay.includes(error.code) && !isOfPlaces(error);

/**
 * Brings a tarball to a customer's root, by one of two ways: by way of the app, while it is still being packed, or
 * fetched by the host from its server once it is whole. The first is over as soon as the packing is, where the desk's
 * line is fast; the second does not touch that line.
 */
export class Courier implements Carrier {
  readonly #machines: Machines;
  readonly #source: Source;
  readonly #to: Root;
  readonly #told: Told;
  #probed: ProbedRoot | undefined;
  #stream: Stream | undefined;
  #total: number | undefined;

  constructor(machines: Machines, source: Source, to: Root, told: Told) {
    this.#machines = machines;
    this.#source = source;
    this.#to = to;
    this.#told = told;
  }

  /**
   * Looks at the root before anything is done for it. Throws what is wrong there; a host that doesn't answer may do so
   * when the nights are held and packed.
   */
  async look(): Promise<void> {
    const { host, root, isOwn, places } = this.#to;
    try {
      this.#probed = await runProgram(this.#machines, host, probeRoot, { root, name: 'x', places }, this.#told);
    } catch (error) {
      if (!isOwn || !isOfTheWay(error)) throw error;
    }
    const obstacle = this.#probed && obstacleTo(this.#to, this.#probed);
    if (obstacle) throw new NightkeepError('unsafe-path', obstacle, { machine: host, path: root });
    if (isOwn || this.#probed?.frames) return;
    const message = `${host} can't be sent a tarball while it is packed, since its dd knows no iflag=fullblock, and it may not fetch one from ${this.#source.server}`;
    throw new NightkeepError('missing-tool', message, { machine: host });
  }

  get answers(): boolean {
    return this.#probed !== undefined;
  }

  /** The customer has zstd; what the host unpacks itself need not be of that kind. */
  get zstd(): boolean {
    return (!this.#to.unpacked && !this.#to.places && this.#probed?.zstd) ?? false;
  }

  /** What is packed from now on as the hold's tarball NAME goes on its way at once, where the host can take it so. */
  begin(id: string, name: string): void {
    if (!this.#probed?.frames) return;
    const { server, backupdir } = this.#source;
    const { signal, onSent, onVerifying } = this.#told;
    this.#stream = stream(this.#machines, { server, backupdir, id, name }, this.#to, {
      signal,
      onVerifying,
      onSent: (done) => {
        if (this.#total !== undefined) onSent({ done, total: this.#total, unit: 'bytes' });
      },
    });
  }

  /** Delivers what was packed; `name` is what it is called there, without its ending. */
  async deliver(hold: string, packed: PackedTarball, name: string): Promise<Brought> {
    const { root, unpacked, places } = this.#to;
    const { name: file, os, places: put } = await this.#brought(hold, packed, name);
    if (places) {
      return { desk: false, unpacked, path: root || '/', inCustomer: '/', os, places: placedOf(places, put) };
    }
    return { desk: false, unpacked, path: `${root}/${file}`, inCustomer: `/${file}`, os };
  }

  async #brought(hold: string, packed: PackedTarball, name: string): Promise<Delivered> {
    this.#total = packed.bytes;
    if (!this.#to.isOwn) return this.#streamed(hold, packed, name);
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
      // What stands in the way of the host is what somebody can mend.
      return this.#streamed(hold, packed, name).catch(() => Promise.reject(error));
    }
  }

  #streamed(hold: string, packed: PackedTarball, name: string): Promise<Delivered> {
    if (!this.#stream) this.begin(hold, packed.name.replace(TARBALL_ENDING, ''));
    if (!this.#stream) throw new Error(`${this.#to.host} takes no stream`);
    this.#stream.finish(packed, name);
    return this.#stream.delivered;
  }

  #fetched(hold: string, { name: tarball, bytes, sha256 }: PackedTarball, name: string): Promise<Delivered> {
    const { signal, onSent, onVerifying } = this.#told;
    const { server, calledServer = server, backupdir } = this.#source;
    const { root, configPath, unpacked, places } = this.#to;
    const place = { root, configPath, unpacked, places, server: calledServer, backupdir };
    const delivery = { from: 'server', ...place, name, hold, tarball, bytes, sha256 } as const;
    return withPlaces(this.#to.host, (placing) =>
      runProgram(this.#machines, this.#to.host, deliver, delivery, {
        signal,
        idleTimeoutMs: IDLE_MS,
        onEvent: (event) => {
          const { done, total } = event;
          if (placing.take(event)) return;
          if (done === undefined) onVerifying();
          else onSent({ done, total, unit: 'bytes' });
        },
      }),
    );
  }

  /** Ends what is still on its way, and waits until nothing of it is left. */
  async stop(): Promise<void> {
    await this.#stream?.stop();
    this.#stream = undefined;
  }
}
