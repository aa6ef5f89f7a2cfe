import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { BOOT, bootable } from '../../../src-main/programs/boot.ts';
import { nightProgram } from '../../../src-main/programs/night/night.ts';
import { encodeInput } from '../../../src-main/programs/wire.ts';
import type { Estate } from './estate.ts';

/**
 * Process ids count from 1 in a namespace of their own: the next one tells how many processes there were, those in the
 * background included. What this script itself starts to wait for them is taken off.
 */
const COUNTING = `
keep=$1 boot=$2
sh -c "$boot"
code=$?
naps=0
while :; do
  set -- "$keep"/making-* "$keep"/trash/*
  if [ -d "$keep/base" ] && [ ! -e "$1" ] && [ ! -e "$2" ] && [ ! -e "$keep/lock" ]; then break; fi
  sleep 0.05
  naps=$((naps + 1))
done
sh -c 'echo "processes $(($$ - 3 - $1))"' sh $naps
exit $code`;
const APART = ['-rmpf', '--mount-proc', '--', 'sh', '-c', COUNTING, 'sh'];

export const canCount = spawnSync('unshare', ['-rmpf', '--mount-proc', '--', 'true']).status === 0;

/** A night, with all that it leaves to be done behind it: what it said, and how many processes it cost. */
export function countedNight(estate: Estate, day: number): { said: string; processes: number } {
  const at = new Date(Date.UTC(2026, 0, day, 8));
  const input = { host: 'jail15', configPath: '/backup.config', at, date: at.toISOString().slice(0, 10) };
  const stdin = Buffer.concat([Buffer.from(bootable(nightProgram.source)), encodeInput(nightProgram.encode(input))]);
  const { stdout, stderr } = spawnSync('unshare', [...APART, join(estate.backupdir, '.nightkeep'), BOOT], {
    env: estate.environment,
    input: stdin,
    maxBuffer: 64 * 1024 * 1024,
  });
  const said = stdout.toString();
  expect(stderr.toString(), said).toBe('');
  return { said, processes: Number(/^processes (\d+)$/m.exec(said)?.[1]) };
}
