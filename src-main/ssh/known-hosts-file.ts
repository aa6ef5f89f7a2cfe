import { mkdir, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  const text = await readFile(path, 'latin1');
  const lines = text.split('\n');
  let written = false;
  const old = new Map(keysOf(parseKnownHosts(text), names).map((key) => [key.line, key]));
  const changed = lines.flatMap((line, index) => {
    const key = old.get(index + 1);
    if (!key) return [line];
    const others = namesOnLine(key.hosts, names);
    if (others === undefined) throw isPattern(path, index + 1, key.hosts);
    const rest = others.length > 0 ? [line.replace(key.hosts, () => others.join(','))] : [];
    if (written) return rest;
    written = true;
    return [`${names.names[0]} ${typeOf(blob)} ${blob.toString('base64')}${line.endsWith('\r') ? '\r' : ''}`, ...rest];
  });
  if (!written) return;
  await replaceFile(path, Buffer.from(changed.join('\n'), 'latin1')).catch((error) => {
    throw cantWrite(path, error);
  });
}

/** All or nothing: whoever reads it meanwhile sees the whole of one of the two. */
async function replaceFile(path: string, content: Buffer): Promise<void> {
  const real = await realpath(path);
  const next = `${real}.${process.pid}.new`;
  try {
    const file = await open(next, 'w', 0o600);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, real);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
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
