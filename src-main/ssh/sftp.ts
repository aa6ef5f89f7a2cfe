import { constants } from 'node:fs';
import type { SFTPWrapper, Stats } from 'ssh2';
import { type ErrorCode, NightkeepError } from '../contract/index.ts';
import type { Link } from './connect.ts';
import { opened } from './open-command.ts';
import type { SftpEntry } from './types.ts';

/** Lists a directory, sorted by name, symlinks not followed. */
export const listDirectory = (link: Link, path: string, timeoutMs: number): Promise<SftpEntry[]> =>
  withSftp(link, path, timeoutMs, async (sftp) => {
    const list = await call<{ filename: string; attrs: Stats }[]>((done) => sftp.readdir(path, done));
    return list.map(({ filename, attrs }) => entryOf(filename, attrs)).sort((a, b) => (a.name < b.name ? -1 : 1));
  });

/** Reads a file of at most `maxBytes`; a longer one is refused, not cut. */
export const readWholeFile = (link: Link, path: string, maxBytes: number, timeoutMs: number): Promise<Buffer> =>
  withSftp(link, path, timeoutMs, async (sftp) => {
    const handle = await call<Buffer>((done) => sftp.open(path, 'r', done));
    try {
      const chunks: Buffer[] = [];
      let length = 0;
      // Read until it says so: a file may grow meanwhile, and those of /proc have no size.
      for (;;) {
        const chunk = Buffer.allocUnsafe(CHUNK);
        const got = await call<number>((done) => sftp.read(handle, chunk, 0, CHUNK, length, done)).catch(endOfFile);
        if (got === 0) return Buffer.concat(chunks);
        length += got;
        if (length > maxBytes) throw tooLarge(link.target.machine, path, maxBytes);
        chunks.push(chunk.subarray(0, got));
      }
    } finally {
      await call<void>((done) => sftp.close(handle, (error) => done(error, undefined))).catch(() => {});
    }
  });

/** The most that every server gives at once. */
const CHUNK = 32 * 1024;

const tooLarge = (machine: string, path: string, maxBytes: number) =>
  new NightkeepError('bad-input', `${machine}: ${path} is larger than ${maxBytes} bytes.`, { machine, path, maxBytes });

async function withSftp<Result>(
  link: Link,
  path: string,
  timeoutMs: number,
  work: (sftp: SFTPWrapper) => Promise<Result>,
): Promise<Result> {
  const { machine } = link.target;
  if (path.includes('\0') || !path.isWellFormed()) {
    throw new NightkeepError(
      'bad-input',
      `${machine}: sftp can't name a path that is not UTF-8. Use a program there.`,
      { machine, path },
    );
  }
  const sftp = await opened<SFTPWrapper, SFTPWrapper>(
    link,
    timeoutMs,
    (callback) => link.client.sftp(callback),
    (channel) => channel,
  );
  const lost = new Promise<never>((_resolve, reject) => {
    sftp.once('close', () =>
      reject(
        new NightkeepError('unreachable', `The connection to ${machine} (${link.target.address}) was lost.`, {
          machine,
        }),
      ),
    );
  });
  lost.catch(() => {});
  try {
    return await Promise.race([work(sftp), lost]);
  } catch (error) {
    throw translated(error as Error & { code?: number }, machine, path);
  } finally {
    sftp.end();
  }
}

/** Status codes of the protocol, draft-ietf-secsh-filexfer-02, section 7. */
const EOF = 1;
const statuses: Record<number, { code: ErrorCode; says: string }> = {
  2: { code: 'not-found', says: 'is not there' },
  3: { code: 'permission-denied', says: 'may not be read by this account' },
};

function translated(error: Error & { code?: number }, machine: string, path: string): Error {
  if (error instanceof NightkeepError) return error;
  const status = statuses[error.code ?? -1];
  if (status) return new NightkeepError(status.code, `${machine}: ${path} ${status.says}.`, { machine, path });
  return new NightkeepError('program-failed', `${machine}: ${path} can't be read: ${error.message}.`, {
    machine,
    path,
  });
}

function endOfFile(error: Error & { code?: number }): number {
  if (error.code === EOF) return 0;
  throw error;
}

function call<Result>(
  start: (done: (error: Error | undefined | null, result: Result) => void) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result)));
  });
}

const types = new Map<number, SftpEntry['type']>([
  [constants.S_IFREG, 'file'],
  [constants.S_IFDIR, 'directory'],
  [constants.S_IFLNK, 'symlink'],
]);

const entryOf = (name: string, attrs: Stats): SftpEntry => ({
  name,
  type: types.get(attrs.mode & constants.S_IFMT) ?? 'other',
  size: attrs.size,
  mtimeMs: attrs.mtime * 1000,
  mode: attrs.mode & 0o7777,
  uid: attrs.uid,
  gid: attrs.gid,
});
