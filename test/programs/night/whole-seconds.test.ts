import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SmallDisk, whyNoSmallDisk } from '../../support/nights/small-disk.ts';
import { shells } from '../../support/shells.ts';
import { Estate } from './estate.ts';

const why = whyNoSmallDisk();
const title = 'a disk that keeps whole seconds only stores what did not change once';

test.skipIf(why !== undefined).each(shells)(
  `${title}: under $name${why ? ` (skipped: ${why})` : ''}`,
  async (shell) => {
    const estate = new Estate(shell);
    // As ext3 made it by default: its inodes have no room for more.
    const disk = new SmallDisk(join(estate.server, 'data'), join(estate.folder, 'disk'), {
      ...{ megabytes: 40, inodes: 4000, format: ['-t', 'ext3', '-I', '128'] },
    });
    onTestFinished(() => {
      disk.remove();
      estate.end();
    });
    const root = join(estate.host, 'mnt/data');
    fs.mkdirSync(root, { recursive: true });
    for (let at = 0; at < 20; at++) {
      fs.writeFileSync(join(root, `file ${at}`), randomBytes(50_000));
      fs.utimesSync(join(root, `file ${at}`), 1_700_000_000.123456, 1_700_000_000.123456 + at);
    }
    const room = () => fs.statfsSync(disk.folder).bfree * 1024;
    const inodes: number[] = [];
    let after = 0;
    for (let night = 0; night < 4; night++) {
      fs.writeFileSync(join(root, 'changes'), `in night ${night}`);
      const { result, stderr } = await estate.night();
      expect([stderr, result?.state]).toEqual(['', 'good']);
      expect(result?.entries[0]).toMatchObject(night === 0 ? { added: 21 } : { added: 0, changed: 1 });
      inodes.push(fs.statSync(estate.nightFolder(0, 'mnt/data/file 7')).ino);
      expect(fs.readFileSync(estate.nightFolder(0, 'mnt/data/changes'), 'utf8')).toBe(`in night ${night}`);
      if (night === 0) after = room();
    }
    expect(new Set(inodes).size).toBe(1);
    // Folders and records; the files themselves are a million bytes.
    expect(after - room()).toBeLessThan(500_000);
  },
);
