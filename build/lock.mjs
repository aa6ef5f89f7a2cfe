import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockPath, say } from './paths.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whether that process is still there. */
export const alive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Whether the lock's owner is gone. One that has no pid yet was made this instant, or its maker died at once. */
function isStale(folder) {
  try {
    return !alive(Number(readFileSync(join(folder, 'pid'), 'utf8')));
  } catch {
    return false;
  }
}

/** Runs `work` while no other process of this checkout does the same. A lock whose owner died is taken over. */
export async function withLock(purpose, work) {
  const folder = lockPath(purpose);
  let told = false;
  for (let waited = 0; ; waited += 100) {
    try {
      mkdirSync(folder);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale(folder) || waited > 600_000) rmSync(folder, { recursive: true, force: true });
    else if (!told && waited > 1000) {
      say(`Waiting for another ${purpose} of this checkout to finish …`);
      told = true;
    }
    await pause(100);
  }
  try {
    writeFileSync(join(folder, 'pid'), String(process.pid));
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
