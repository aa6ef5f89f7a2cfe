import { spawnSync } from 'node:child_process';

export interface Shell {
  name: string;
  /** The words that run it; a script's path may follow. */
  command: [string, ...string[]];
}

const candidates: Shell[] = [
  { name: 'dash', command: ['dash'] },
  { name: 'bash --posix', command: ['bash', '--posix'] },
  { name: 'busybox ash', command: ['busybox', 'ash'] },
  { name: 'mksh', command: ['mksh'] },
];

const isThere = ({ command: [program, ...words] }: Shell) => spawnSync(program, [...words, '-c', ':']).status === 0;

/** The shells of this machine that the programs have to run under, and those that can't be tried here. */
export const shells = candidates.filter(isThere);
export const absentShells = candidates.filter((shell) => !shells.includes(shell)).map(({ name }) => name);
