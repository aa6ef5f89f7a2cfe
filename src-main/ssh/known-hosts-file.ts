import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NightkeepError } from '../contract/index.ts';
import { typeOf } from './known-hosts.ts';

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
