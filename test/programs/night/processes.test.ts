import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shellOfThisTest } from '../../support/shells.ts';
import { canCount, countedNight } from './counted.ts';
import { Estate } from './estate.ts';

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
    const { said, processes } = countedNight(estate, day);
    expect(said.match(/^entry\t.*\tstate=good\t/gm)).toHaveLength(entries);
    return processes;
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
