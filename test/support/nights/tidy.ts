import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds; it only stops a hang. */
const PATIENCE = 5 * 60_000;

/** Waits until a night's work in the background is done: its trash is empty, and the base of the next night ready. */
export async function untilTidy(nightkeep: string): Promise<void> {
  const isTidy = () =>
    fs.readdirSync(join(nightkeep, 'trash')).length === 0 &&
    !fs.readdirSync(nightkeep).some((name) => name.startsWith('making-')) &&
    fs.existsSync(join(nightkeep, 'base'));
  const deadline = Date.now() + PATIENCE;
  while (!isTidy()) {
    if (Date.now() > deadline) throw new Error(`${nightkeep} does not come to rest`);
    await setTimeout(20);
  }
}
