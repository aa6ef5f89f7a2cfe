import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { NightkeepError } from '../../contract/index.ts';
import { TARBALL_ENDING } from '../../programs/restore/frames.ts';
import type { PackedTarball } from '../../programs/restore/pack.ts';
import type { Machines } from '../../ssh/types.ts';
import type { Brought, Carrier, Source, Told } from './carrier.ts';
import { follow } from './follow.ts';

const MOST_NAMES = 1000;

/** Brings a tarball to a folder of the machine that Nightkeep runs on. Nothing that lies there is overwritten. */
export class DeskCarrier implements Carrier {
  /** What staff unpack with is not known. */
  readonly answers = true;
  readonly zstd = false;
  readonly #machines: Machines;
  readonly #source: Source;
  readonly #folder: string;
  readonly #told: Told;
  readonly #stopping = new AbortController();
  readonly #part: string;
  #arriving: Promise<string> | undefined;
  #total: number | undefined;

  constructor(machines: Machines, source: Source, folder: string, told: Told) {
    this.#machines = machines;
    this.#source = source;
    this.#folder = folder;
    this.#told = told;
    this.#part = join(folder, `.nightkeep-${randomBytes(9).toString('hex')}.part`);
  }

  async look(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
      await access(this.#folder, constants.W_OK);
    } catch (error) {
      throw this.#failure(error);
    }
  }

  begin(id: string, name: string): void {
    this.#arriving = this.#take(id, name);
    // Nobody waits for it before the tarball is packed.
    this.#arriving.catch(() => undefined);
  }

  async deliver(hold: string, packed: PackedTarball, name: string): Promise<Brought> {
    this.#total = packed.bytes;
    if (!this.#arriving) this.begin(hold, packed.name.replace(TARBALL_ENDING, ''));
    const found = await this.#arriving;
    this.#told.onVerifying();
    if (found !== packed.sha256) {
      const message = `what arrived in ${this.#folder} is not what ${this.#source.server} packed; nothing was left there`;
      throw new NightkeepError('checksum-mismatch', message, { expected: packed.sha256, found });
    }
    const ending = TARBALL_ENDING.exec(packed.name)?.[0] ?? '';
    const path = join(this.#folder, await this.#put(name, ending));
    return { desk: true, unpacked: false, path, inCustomer: path, os: '' };
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#arriving?.catch(() => undefined);
    await rm(this.#part, { force: true }).catch(() => undefined);
  }

  /** Gives the SHA-256 of what came. */
  async #take(id: string, name: string): Promise<string> {
    const { server, backupdir } = this.#source;
    const signal = AbortSignal.any([this.#told.signal, this.#stopping.signal]);
    let done = 0;
    const bytes = follow(this.#machines, { server, backupdir, id, name }, signal, (count) => {
      done += count;
      if (this.#total !== undefined) this.#told.onSent({ done, total: this.#total, unit: 'bytes' });
    });
    const hash = createHash('sha256');
    // A customer's files: for nobody else on this machine.
    const file = await open(this.#part, 'wx', 0o600).catch((error: unknown) => Promise.reject(this.#failure(error)));
    try {
      for await (const chunk of bytes) {
        hash.update(chunk as Buffer);
        await file.writeFile(chunk as Buffer).catch((error: unknown) => Promise.reject(this.#failure(error)));
      }
      await file.sync();
    } finally {
      await file.close();
      bytes.destroy();
    }
    return hash.digest('hex');
  }

  /** The first name that is free, by a link, which replaces nothing; a disk without links gets a copy. */
  async #put(name: string, ending: string): Promise<string> {
    for (let number = 1; number < MOST_NAMES; number++) {
      const file = `${name}${number === 1 ? '' : `-${number}`}${ending}`;
      const to = join(this.#folder, file);
      try {
        await link(this.#part, to).catch((error: NodeJS.ErrnoException) => {
          if (error.code === 'EEXIST') throw error;
          return copyFile(this.#part, to, constants.COPYFILE_EXCL);
        });
        return file;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw this.#failure(error);
      }
    }
    throw new NightkeepError('conflict', `a thousand names beginning with ${name} are taken in ${this.#folder}`);
  }

  #failure(error: unknown): NightkeepError {
    const { code, message } = error as NodeJS.ErrnoException;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    return new NightkeepError(
      full ? 'no-space' : 'permission-denied',
      full
        ? `${this.#folder}, on the machine Nightkeep runs on, is full: make room there and restore again`
        : `${this.#folder}, on the machine Nightkeep runs on, can't be written to: ${message}`,
      { path: this.#folder },
    );
  }
}
