import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesFromText } from '../../src-main/domain/bytes.ts';

export interface RecordedEntry {
  path: string;
  state?: string;
  sameAs?: string;
  message?: string;
}

export interface RecordedNight {
  runId: string;
  date: string;
  state?: string;
  startedAt?: string;
  entries?: RecordedEntry[];
  message?: string;
  /** Whose it is; jail15's without it. */
  host?: string;
}

/** A backupdir built by hand, in a folder of its own: nights made of a source tree, with records. */
export class BackupdirBuilder {
  readonly path: string;
  readonly source: string;
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.path = join(folder, 'data', 'jail15');
    this.source = join(folder, 'source');
  }

  static async make(): Promise<BackupdirBuilder> {
    const builder = new BackupdirBuilder(await mkdtemp(join(tmpdir(), 'nk-backupdir-')));
    await mkdir(builder.path, { recursive: true });
    await mkdir(builder.source, { recursive: true });
    return builder;
  }

  /** Writes a file of the source; a string may hold any byte as in domain/bytes.ts. */
  async write(path: string, content: string): Promise<void> {
    const target = this.inSource(path);
    await mkdir(Buffer.from(bytesFromText(join(this.source, path, '..'))), { recursive: true });
    await writeFile(target, content);
  }

  inSource(path: string): Buffer {
    return bytesFromText(join(this.source, path));
  }

  /** The source as it is now becomes night 0, hard-linked against the night before; the others move up. */
  async publish(night: RecordedNight): Promise<void> {
    const incoming = join(this.path, '.nightkeep', 'incoming');
    await mkdir(incoming, { recursive: true });
    const previous = join(this.path, '0');
    execFileSync(
      'rsync',
      ['-aHAX', '--modify-window=-1', '--numeric-ids', `--link-dest=${previous}`, `${this.source}/`, `${incoming}/`],
      {
        stdio: ['ignore', 'ignore', 'ignore'],
      },
    );
    await this.#record(join(incoming, '.nightkeep-record'), night);
    await this.rotate();
    await rename(incoming, previous);
  }

  /** The source as it is now as the old script leaves it: a directory without a record. */
  async publishOld(): Promise<void> {
    await this.rotate();
    execFileSync('cp', ['-a', this.source, join(this.path, '0')]);
  }

  async failRun(night: RecordedNight): Promise<void> {
    await mkdir(join(this.path, '.nightkeep', 'runs'), { recursive: true });
    await this.#record(join(this.path, '.nightkeep', 'runs', night.runId), { state: 'failed', ...night });
  }

  #records = 0;

  /** Each is a second later than the one before, as nights are: a disk's clock ticks seldom enough for two at one time. */
  async #record(path: string, night: RecordedNight): Promise<void> {
    await writeFile(path, recordText(night));
    const at = Date.now() / 1000 - 1000 + this.#records++;
    await utimes(path, at, at);
  }

  /** Every night moves up by one; leaves no night 0. */
  async rotate(): Promise<void> {
    for (let index = 40; index >= 0; index--) {
      await rename(join(this.path, String(index)), join(this.path, String(index + 1))).catch(() => undefined);
    }
  }

  async trash(index: number): Promise<void> {
    await mkdir(join(this.path, '.nightkeep', 'trash'), { recursive: true });
    await rename(join(this.path, String(index)), join(this.path, '.nightkeep', 'trash', String(index)));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

export function recordText(night: RecordedNight): string {
  const {
    runId,
    date,
    state = 'good',
    startedAt = `${date}T08:10:00Z`,
    entries = [],
    message,
    host = 'jail15',
  } = night;
  const fields = { id: runId, host, server: 'backup1', date, startedAt, finishedAt: startedAt, state };
  const run = Object.entries({ ...fields, ...(message ? { message } : {}) }).map(([key, value]) => `${key}=${value}`);
  const lines = entries.map(({ path, state: entryState = 'good', sameAs, message: why }) =>
    [
      `entry\tpath=${path}\tstate=${entryState}\tfiles=3\tbytes=10\tadded=1\tchanged=2\tdeleted=0`,
      ...(sameAs ? [`sameAs=${sameAs}`] : []),
      ...(why ? [`message=${why}`] : []),
    ].join('\t'),
  );
  return `${[['run', ...run].join('\t'), ...lines].join('\n')}\n`;
}
