import { spawnSync } from 'node:child_process';

/** Whether this machine can make a view at all; see src-main/programs/night/view.sh. */
export const canView =
  spawnSync('unshare', [
    '-m',
    '--',
    'sh',
    '-c',
    'mount -o bind,nosymfollow /mnt /mnt && grep -q nosymfollow /proc/self/mounts',
  ]).status === 0;
