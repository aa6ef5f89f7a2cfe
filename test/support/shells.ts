import { spawnSync } from 'node:child_process';

export interface Shell {
  name: string;
  /** The command and its arguments, before `-c`. */
  argv: readonly string[];
}

const known: readonly Shell[] = [
  { name: 'dash', argv: ['dash'] },
  { name: 'bash in POSIX mode', argv: ['bash', '--posix'] },
  { name: 'busybox ash', argv: ['busybox', 'ash'] },
  { name: 'mksh', argv: ['mksh'] },
];

/** The shells of this machine that programs are tested under. */
export const shells = known.filter(({ argv: [command = '', ...args] }) => {
  const { status } = spawnSync(command, [...args, '-c', 'exit 0']);
  return status === 0;
});
