import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { withLock } from '../../../build/lock.mjs';
import { lockPath } from '../../../build/paths.mjs';

const purpose = `test-${process.pid}`;
afterEach(() => rmSync(lockPath(purpose), { recursive: true, force: true }));

describe('the lock of set-up and build', () => {
  test('lets one in at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([withLock(purpose, work), withLock(purpose, work), withLock(purpose, work)]);
    expect(most).toBe(1);
  });

  test('is let go of when the work fails', async () => {
    await expect(withLock(purpose, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(lockPath(purpose))).toBe(false);
  });

  test('of a process that died is taken over', async () => {
    const dead = spawnSync('true').pid;
    mkdirSync(lockPath(purpose));
    writeFileSync(join(lockPath(purpose), 'pid'), String(dead));
    expect(await withLock(purpose, () => 'done')).toBe('done');
  });
});
