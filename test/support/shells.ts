import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';

export interface Shell {
  name: string;
  /** The command and its arguments, before `-c` or a script's path. */
  argv: readonly [string, ...string[]];
}

const known: readonly Shell[] = [
  { name: 'dash', argv: ['dash'] },
  { name: 'bash in POSIX mode', argv: ['bash', '--posix'] },
  { name: 'busybox ash', argv: ['busybox', 'ash'] },
  { name: 'mksh', argv: ['mksh'] },
];

const isThere = ({ argv: [command, ...args] }: Shell) => spawnSync(command, [...args, '-c', 'exit 0']).status === 0;

const there = known.filter(isThere);

/** `mksh`: that one alone, everywhere. `all`: each test under all of them, as `npm test -- --all` says. */
const { NIGHTKEEP_SHELL: asked = '' } = process.env;
const isAll = asked === 'all';

/** Every shell of this machine, for what each test run has to see under all of them: what all else is built of. */
export const everyShell: readonly Shell[] = asked && !isAll ? there.filter(({ argv }) => argv[0] === asked) : there;
if (everyShell.length === 0) throw new Error(`there is no ${asked || 'shell'} here to test under`);

/** Those that can't be tried here. */
export const absentShells = known.filter((shell) => !there.includes(shell)).map(({ name }) => name);

/** One of them, always the same for the same text, and all of them over many texts. */
function someShell(text: string): Shell {
  const sum = [...text].reduce((total, character) => total + character.charCodeAt(0), 0);
  return everyShell[sum % everyShell.length] as Shell;
}

/**
 * The shells that the tests of this file run under: one of them, and all over all files, since a process takes longest of
 * all that tests do here.
 */
export const shells: readonly Shell[] = isAll ? there : [someShell(nameOf(expect.getState().testPath))];

/** The shell of a test that runs under one of them only, whatever is asked for. */
export function shellOfThisTest(): Shell {
  return someShell(expect.getState().currentTestName ?? '');
}

/** The same in every checkout. */
function nameOf(path = ''): string {
  return path.slice(path.lastIndexOf('/test/'));
}
