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
const { NIGHTKEEP_SHELL: only } = process.env;

/** The shells of this machine that programs are tested under; with `NIGHTKEEP_SHELL=mksh` that one alone. */
export const shells: readonly Shell[] = only ? there.filter(({ argv }) => argv[0] === only) : there;
if (shells.length === 0) throw new Error(`there is no ${only ?? 'shell'} here to test under`);

/** Those that can't be tried here. */
export const absentShells = known.filter((shell) => !there.includes(shell)).map(({ name }) => name);

/**
 * The shell of a test that runs under one of them only, since it takes long: always the same for the same test, and all
 * of them over all tests.
 */
export function shellOfThisTest(): Shell {
  const name = expect.getState().currentTestName ?? '';
  const sum = [...name].reduce((total, character) => total + character.charCodeAt(0), 0);
  return shells[sum % shells.length] as Shell;
}
