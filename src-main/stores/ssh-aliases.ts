import { globSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { sshNamesIn } from '../domain/ssh-aliases.ts';

/** As OpenSSH has it: READCONF_MAX_DEPTH. */
const DEEPEST = 16;
const MOST_ALIASES = 5000;

/** The names that a user's ~/.ssh/config has for machines, those of what it includes too. None where it is not there. */
export function readSshAliases(file: string): string[] {
  const found = new Set<string>();
  const read = (path: string, depth: number) => {
    const text = textOf(path);
    if (text === undefined || depth > DEEPEST) return;
    const { aliases, includes } = sshNamesIn(text);
    for (const alias of aliases) if (found.size < MOST_ALIASES) found.add(alias);
    for (const pattern of includes) for (const each of globSync(fullPath(pattern, file))) read(each, depth + 1);
  };
  read(file, 0);
  return [...found];
}

/** Paths that are not full begin in the folder of the user's configuration. */
const fullPath = (path: string, file: string): string => {
  if (path.startsWith('~/')) return join(dirname(dirname(file)), path.slice(2));
  return isAbsolute(path) ? path : join(dirname(file), path);
};

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
