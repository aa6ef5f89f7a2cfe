import * as fs from 'node:fs';
import { join } from 'node:path';
import { until } from '../until.ts';

/** Waits until a night's work in the background is done: its trash is empty, and the base of the next night ready. */
export async function untilTidy(nightkeep: string): Promise<void> {
  const isTidy = () =>
    fs.readdirSync(join(nightkeep, 'trash')).length === 0 &&
    !fs.readdirSync(nightkeep).some((name) => name.startsWith('making-')) &&
    fs.existsSync(join(nightkeep, 'base'));
  await until(isTidy, () => `${nightkeep} does not come to rest`);
}
