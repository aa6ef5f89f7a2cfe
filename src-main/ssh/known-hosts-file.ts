import { randomUUID } from 'node:crypto';
import { renameSync, statSync } from 'node:fs';
import { appendFile, type FileHandle, mkdir, open, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NightkeepError } from '../contract/index.ts';
import { type KnownNames, keysOf, namesOnLine, parseKnownHosts, typeOf } from './known-hosts.ts';

/**
 * Adds keys to our own known_hosts, all in one write at its end, so that two processes that trust keys at once both keep
 * theirs. Throws permission-denied or no-space, naming the file, where it can't be written.
 */
export async function appendKnown(path: string, keys: readonly { name: string; blob: Buffer }[]): Promise<void> {
  try {
    await append(path, keys.map(({ name, blob }) => `${name} ${typeOf(blob)} ${blob.toString('base64')}`).join('\n'));
  } catch (error) {
    throw cantWrite(path, error as NodeJS.ErrnoException);
  }
}

/**
 * Puts a key in the place of those that our own known_hosts has for a machine: its first line of them becomes the new
 * key's, and the others go. All other lines stay as they are, byte for byte; a line that stands for other machines too
 * keeps their names. Throws conflict where the machine's name is only one that a pattern fits, and permission-denied or
 * no-space where the file can't be written; the file is then as it was.
 */
export async function replaceKnown(path: string, names: KnownNames, blob: Buffer): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const before = await open(path, 'r');
    try {
      const text = (await before.readFile()).toString('latin1');
      const changed = replaced(path, text, names, blob);
      if (changed === undefined || (await replaceFile(path, before, text.length, Buffer.from(changed, 'latin1'))))
        return;
    } catch (error) {
      throw error instanceof NightkeepError ? error : cantWrite(path, error as NodeJS.ErrnoException);
    } finally {
      await before.close();
    }
  }
  throw new NightkeepError('conflict', `Another program changes ${path} again and again. Try again later.`, { path });
}

function replaced(path: string, text: string, names: KnownNames, blob: Buffer): string | undefined {
  let written = false;
  const old = new Map(keysOf(parseKnownHosts(text), names).map((key) => [key.line, key]));
  const changed = text.split('\n').flatMap((line, index) => {
    const key = old.get(index + 1);
    if (!key) return [line];
    const others = namesOnLine(key.hosts, names);
    if (others === undefined) throw isPattern(path, index + 1, key.hosts);
    const rest = others.length > 0 ? [line.replace(key.hosts, () => others.join(','))] : [];
    if (written) return rest;
    written = true;
    return [`${names.names[0]} ${typeOf(blob)} ${blob.toString('base64')}${line.endsWith('\r') ? '\r' : ''}`, ...rest];
  });
  return written ? changed.join('\n') : undefined;
}

const MOST_TRIES = 10;
/** How long a program may take from opening the file to adding its line. */
const LATE_MS = 100;

/**
 * All or nothing: whoever reads it meanwhile sees the whole of one of the two. Nobody locks this file, OpenSSH neither:
 * what is added to the old one meanwhile is carried over. False where another one stands in its place by now.
 */
async function replaceFile(path: string, before: FileHandle, length: number, content: Buffer): Promise<boolean> {
  const real = await realpath(path);
  const next = `${real}.${randomUUID()}.new`;
  const { ino } = await before.stat();
  try {
    await writeFile(next, content, { mode: 0o600, flag: 'wx', flush: true });
    // At once, so that of two replacements here neither comes between.
    if (statSync(real).ino !== ino) return false;
    renameSync(next, real);
  } finally {
    await rm(next, { force: true });
  }
  await pause(LATE_MS);
  const late = Buffer.alloc((await before.stat()).size - length);
  const { bytesRead } = await before.read(late, 0, late.length, length);
  if (bytesRead > 0) await appendFile(real, late.subarray(0, bytesRead), { flush: true });
  return true;
}

const isPattern = (path: string, line: number, hosts: string) =>
  new NightkeepError(
    'conflict',
    `Line ${line} of ${path} (${hosts}) stands for other machines, too, so it is left as it is. Change it by hand and connect again.`,
    { path, line },
  );

async function append(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const separator = before === '' || before.endsWith('\n') ? '' : '\n';
  const file = await open(path, 'a', 0o600);
  try {
    await file.chmod(0o600);
    await file.appendFile(`${separator}${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

function cantWrite(path: string, error: NodeJS.ErrnoException): NightkeepError {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new NightkeepError(
      'no-space',
      `The disk of ${path} is full, so the key is not trusted. Make room there and try again.`,
      { path },
    );
  }
  return new NightkeepError(
    'permission-denied',
    `${path} can't be written, so the key is not trusted: ${error.message}. Give this account the right to write the file and its folder, and try again.`,
    { path },
    { cause: error },
  );
}
