import { execFileSync } from 'node:child_process';

const names = ['bash', 'dash', 'mksh', 'tcsh', 'csh', 'fish', 'zsh'];

/** The shells of this machine that an account might have; csh and fish are as unlike sh as they get. */
export const loginShells: readonly { name: string; path: string }[] = names.flatMap((name) => {
  try {
    return [{ name, path: execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim() }];
  } catch {
    return [];
  }
});
