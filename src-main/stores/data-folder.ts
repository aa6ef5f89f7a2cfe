import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const OWNER_ONLY = 0o600;
/** All that this app writes there; what else lies in the folder is not ours to change. */
const OURS = /^(?:config\.json|known_hosts|history\.sqlite.*|nightkeep\.log(?:\.1)?)$/;

/** Closes the files of the data folder to everybody else, whatever they were: they say how to reach every machine. */
export function closeFiles(home: string): void {
  quietly(() => {
    for (const name of readdirSync(home)) if (OURS.test(name)) quietly(() => chmodSync(join(home, name), OWNER_ONLY));
  });
}

/** Who uses a file that can't be had says so, and what needs none of it goes on. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {}
}
