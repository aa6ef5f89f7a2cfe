import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { extname, join } from 'node:path';
import { NightkeepError } from '../contract/index.ts';
import { bytesFromText, textFromBytes } from '../domain/bytes.ts';

/** A file on its way into the downloads folder. */
export interface Download {
  write(chunk: Buffer): void;
  bytes(): number;
  /** Of all that was written, hex. */
  sha256(): string;
  /** Gives it its name there; a name that is taken gets a number. Gives the path. */
  keep(): string;
  drop(): void;
}

const MOST_TRIES = 1000;

/**
 * Written under a name of its own and given the wanted one when it is whole; for its owner's eyes alone, as a backup is.
 * It is written as it comes, so that no more of it than a chunk is ever in memory. Throws permission-denied.
 */
export function openDownload(folder: string, name: string): Download {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { path: part, descriptor } = openFree(folder, `.nightkeep-${process.pid}`, '.part');
  const hash = createHash('sha256');
  let bytes = 0;
  let isOpen = true;
  const close = () => {
    if (isOpen) closeSync(descriptor);
    isOpen = false;
  };
  return {
    write(chunk) {
      for (let from = 0; from < chunk.length; ) from += writeSync(descriptor, chunk, from);
      hash.update(chunk);
      bytes += chunk.length;
    },
    bytes: () => bytes,
    sha256: () => hash.copy().digest('hex'),
    keep() {
      fsyncSync(descriptor);
      close();
      const extension = extname(name);
      const { path, descriptor: placeholder } = openFree(
        folder,
        name.slice(0, name.length - extension.length),
        extension,
      );
      closeSync(placeholder);
      renameSync(part, path);
      return textFromBytes(path);
    },
    drop() {
      close();
      rmSync(part, { force: true });
    },
  };
}

/** Makes a file under the first of these names that is free. */
function openFree(folder: string, name: string, extension: string): { path: Buffer; descriptor: number } {
  for (let number = 1; number <= MOST_TRIES; number++) {
    const path = bytesFromText(join(folder, `${name}${number === 1 ? '' : `-${number}`}${extension}`));
    try {
      return { path, descriptor: openSync(path, 'wx', 0o600) };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EEXIST') {
        throw new NightkeepError('permission-denied', `${folder} can't be written: ${code ?? String(error)}`, {
          folder,
        });
      }
    }
  }
  throw new NightkeepError('conflict', `${folder} has too many files called ${name}${extension}: put some away`);
}
