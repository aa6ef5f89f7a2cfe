import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHold } from '../../../src-main/programs/restore/hold.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { canCount, countedNight } from './counted.ts';
import { Estate } from './estate.ts';

/** Two sets of them are more than ext4 allows one file, and their names more than the words of one call may have. */
const NAMES = 33_000;
const nameOf = (number: number) => `${number} ${'a mail of this store '.repeat(3)}`;

test.runIf(canCount)(
  `a file of ${NAMES} names costs no process for each, in nights and in their restore`,
  { timeout: 3e6 },
  async () => {
    const estate = new Estate(shellOfThisTest());
    onTestFinished(() => estate.end());
    const source = join(estate.host, 'mnt/data');
    mkdirSync(join(source, 'many'), { recursive: true });
    writeFileSync(join(source, 'many', nameOf(0)), 'one');
    for (let at = 1; at < NAMES; at++) linkSync(join(source, 'many', nameOf(0)), join(source, 'many', nameOf(at)));
    const joined = (tree: string) =>
      new Set(readdirSync(join(tree, 'many')).map((name) => statSync(join(tree, 'many', name)).ino)).size;

    for (const day of [1, 2]) {
      writeFileSync(join(source, 'index'), `of day ${day}`);
      // What comes behind the one that ended the merge, in folders that are new.
      mkdirSync(join(source, `many more/of day ${day}/empty`), { recursive: true });
      writeFileSync(join(source, `many more/of day ${day}/file`), 'x');
      const { said, processes } = countedNight(estate, day);
      expect(said).toMatch(/^run\t.*\tstate=good\t/m);
      expect(processes, `of day ${day}`).toBeLessThan(400);
      const night = estate.nightFolder(0, 'mnt/data');
      expect(readdirSync(join(night, 'many'))).toHaveLength(NAMES);
      expect(joined(night)).toBe(1);
      expect(readFileSync(join(night, 'index'), 'utf8')).toBe(`of day ${day}`);
      expect(readdirSync(join(night, `many more/of day ${day}`)).sort()).toEqual(['empty', 'file']);
      expect(statSync(join(night, 'many')).mtimeMs).toBe(statSync(join(source, 'many')).mtimeMs);
    }

    const runs = readdirSync(estate.keep('runs')).sort();
    const selected = runs.map((runId, at) => ({ runId, date: `2026-01-0${at + 1}`, label: `${at}`, paths: [''] }));
    const { result, error } = await estate.run(
      createHold,
      {
        ...{ backupdir: '/data/jail15', root: '/mnt/data/many', nights: selected, id: 'held', host: 'jail15' },
        ...{ customer: undefined, ticket: undefined, reason: 'restore', by: 'anna', tarball: 'many' },
        ...{ at: '2026-01-03T08:00:00Z', until: '2026-01-17T08:00:00Z', message: 'held' },
      },
      { NIGHTKEEP_PREFIX: estate.server },
    );
    expect(error).toBeUndefined();
    for (const label of ['0', '1']) expect(readdirSync(estate.keep(`holds/held/tree/${label}`))).toHaveLength(NAMES);
    // A label's folder, and its names.
    expect(result?.packed?.entries).toBe(2 * (NAMES + 1));
    const unpacked = join(estate.folder, 'unpacked');
    mkdirSync(unpacked);
    execFileSync('tar', ['-C', unpacked, '-xzf', estate.keep(`holds/held/${result?.packed?.name}`)]);
    for (const label of ['0', '1']) {
      const names = readdirSync(join(unpacked, label));
      expect(names).toHaveLength(NAMES);
      expect(new Set(names.map((name) => statSync(join(unpacked, label, name)).ino)).size).toBe(1);
    }
  },
);
