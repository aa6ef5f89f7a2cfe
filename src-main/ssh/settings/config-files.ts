import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { words } from './config-lines.ts';
import { expandPath } from './tokens.ts';

/** What a file of the OpenSSH configuration, and all that it includes, was like when it was looked at. */
export interface FilesStamp {
  stamp: string;
  /** What a section says depends on more than the files: on a command's result, the network or the name service. */
  volatile: boolean;
}

interface Known {
  stamp: string;
  includes: string[];
  volatile: boolean;
}

const MOST_DEPTH = 16;
const VOLATILE = /^\s*(?:match\b.*\b(?:exec|localnetwork)\b|canonicalizehostname[\s=]+"?(?:yes|true|always))/im;

/**
 * Watches configuration files by their times: a file is read again only when it changed. Included files count whatever
 * section they stand in, and the folders of their patterns do, since a file may come or go.
 */
export function createFilesStamp(roots: readonly { path: string; includesFrom: string }[]): () => FilesStamp {
  const known = new Map<string, Known>();

  const look = (path: string, from: string, depth: number, into: { stamps: string[]; volatile: boolean }) => {
    const stamp = stampOf(path);
    into.stamps.push(stamp);
    const now = known.get(path);
    const entry = now?.stamp === stamp ? now : read(path, stamp);
    known.set(path, entry);
    into.volatile ||= entry.volatile;
    if (depth >= MOST_DEPTH) return;
    for (const pattern of entry.includes) {
      const absolute = isAbsolute(pattern) ? pattern : join(from, pattern);
      into.stamps.push(stampOf(dirname(absolute)));
      for (const file of globSync(absolute).sort()) look(file, from, depth + 1, into);
    }
  };

  return () => {
    const into = { stamps: [] as string[], volatile: false };
    for (const { path, includesFrom } of roots) look(path, includesFrom, 0, into);
    return { stamp: into.stamps.join('\n'), volatile: into.volatile };
  };
}

function stampOf(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat ? `${path} ${stat.ino} ${stat.mtimeNs} ${stat.size}` : `${path} -`;
}

function read(path: string, stamp: string): Known {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // Who may not read it finds out from ssh, in its words.
  }
  const includes = text
    .split('\n')
    .filter((line) => /^\s*include\b/i.test(line))
    .flatMap((line) => words(line).slice(1))
    .map((pattern) => expandPath(pattern));
  return { stamp, includes, volatile: VOLATILE.test(text) };
}
