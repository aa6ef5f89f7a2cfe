import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { BOOT, bootable } from '../../../src-main/programs/boot.ts';
import { nightProgram } from '../../../src-main/programs/night/night.ts';
import { encodeInput } from '../../../src-main/programs/wire.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { Estate } from './estate.ts';

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
const canCount = spawnSync('unshare', ['-rmpf', '--mount-proc', '--', 'true']).status === 0;

/** A jail of so many entries, seven a customer, a few files each; with nine nights behind it, as many as rotation fills. */
function jail(entries: number) {
  const estate = new Estate(shellOfThisTest());
  onTestFinished(() => estate.end());
  const paths = Array.from({ length: entries }, (_, at) => `/mnt/data1/cust${Math.floor(at / 7)}/dir${at}`);
  for (const path of paths) {
    mkdirSync(join(estate.host, path, 'sub'), { recursive: true });
    for (const name of ['a', 'b', 'c', 'sub/d']) writeFileSync(join(estate.host, path, name), `${path} ${name}`);
  }
  estate.configure(paths);
  let day = 0;
  const night = () => {
    day += 1;
    const at = new Date(Date.UTC(2026, 0, day, 8));
    const input = { host: 'jail15', configPath: '/backup.config', at, date: at.toISOString().slice(0, 10) };
    const stdin = Buffer.concat([Buffer.from(bootable(nightProgram.source)), encodeInput(nightProgram.encode(input))]);
    const { stdout, stderr } = spawnSync('unshare', [...APART, join(estate.backupdir, '.nightkeep'), BOOT], {
      env: estate.environment,
      input: stdin,
      maxBuffer: 64 * 1024 * 1024,
    });
    const said = stdout.toString();
    expect(stderr.toString()).toBe('');
    expect(said.match(/^entry\t.*\tstate=good\t/gm)).toHaveLength(entries);
    return Number(/^processes (\d+)$/m.exec(said)?.[1]);
  };
  const change = () => {
    for (const path of paths.slice(0, Math.ceil(entries / 5))) {
      appendFileSync(join(estate.host, path, 'a'), `day ${day}`);
      chmodSync(join(estate.host, path, 'b'), 0o600 + (day % 8));
      rmSync(join(estate.host, path, 'c'), { force: true });
      writeFileSync(join(estate.host, path, `new ${day}`), 'new');
    }
  };
  return { night, change };
}

test.runIf(canCount)('a night costs at most 150 processes, of however many entries', { timeout: 2e6 }, () => {
  for (const entries of [1, 10, 70, 300]) {
    const { night, change } = jail(entries);
    for (let past = 0; past < 8; past++) {
      change();
      night();
    }
    change();
    const changed = night();
    const unchanged = night();
    expect(Math.max(changed, unchanged), `${entries} entries`).toBeLessThanOrEqual(150);
  }
});
