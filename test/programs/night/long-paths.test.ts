import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Shell, shellOfThisTest, shells } from '../../support/shells.ts';
import { Estate } from './estate.ts';

/** With its first slash and the byte at its end it is as long as a path may be, less what leads to it on the server. */
const LONGEST = process.platform === 'linux' ? 4085 : 1010;

/** Runs `script` below `folder`, which is that of `source`, where the path of a file `file` is as long; it is made. */
function inLongPath(folder: string, source: string, script: string, longest = LONGEST): string {
  const nest = `
    cd "$1" && left=$2
    while [ $left -gt 0 ]; do
      long=$left
      [ $long -le 250 ] || long=200
      name=$(printf "%\${long}s" | tr ' ' d)
      { [ -d "./$name" ] || mkdir "./$name"; } && cd -P "./$name" || exit 1
      left=$((left - long - 1))
    done
    ${script}`;
  return execFileSync('bash', ['-c', nest, 'bash', folder, String(longest - `${source}//file`.length)]).toString();
}

/** An estate on this machine's own paths, read without a view, so that nothing stands before them. */
function estateOfLongPaths(shell: Shell) {
  const estate = new Estate(shell);
  onTestFinished(() => {
    spawnSync('rm', ['-rf', estate.folder]);
    estate.end();
  });
  const source = join(estate.host, 'mnt/data');
  mkdirSync(source, { recursive: true });
  estate.environment.NIGHTKEEP_PREFIX = '';
  estate.putProgram('unshare', 'exit 1');
  return { estate, source };
}

test.runIf(process.platform === 'linux')(
  'one too long for what rsync receives into costs that file alone',
  async () => {
    const { estate, source } = estateOfLongPaths(shellOfThisTest());
    const other = join(estate.host, 'mnt/other');
    mkdirSync(other);
    estate.configure([source, other]);
    inLongPath(source, source, 'echo too long >file', LONGEST + 9);
    for (const day of [1, 2]) {
      for (const folder of [source, other]) writeFileSync(join(folder, 'index'), `of day ${day}`);
      const { result, stderr } = await estate.night({ configPath: join(estate.host, 'backup.config') });
      expect([stderr, result?.state]).toEqual(['', 'warning']);
      const [long, short] = result?.entries ?? [];
      expect(long).toMatchObject({
        state: 'good',
        message: expect.stringMatching(/^not all of it could be copied: File name too long: .*mnt\/data\/ddd/),
      });
      expect(short).toMatchObject({ state: 'good', message: undefined });
      for (const folder of [source, other])
        expect(readFileSync(estate.nightFolder(0, join(folder, 'index')), 'utf8')).toBe(`of day ${day}`);
    }
  },
);

test.each(shells)('what has the longest of paths is sent and stored once: under $name', async (shell) => {
  const { estate, source } = estateOfLongPaths(shell);
  estate.configure([source]);
  inLongPath(source, source, 'echo of the first day >file');
  let day = 0;
  const night = async () => {
    day += 1;
    writeFileSync(join(source, 'index'), `of day ${day}`);
    const at = new Date(Date.UTC(2026, 1, day, 8));
    const date = at.toISOString().slice(0, 10);
    const input = { configPath: join(estate.host, 'backup.config'), at, date, nightsToKeep: 2 };
    const { result, stderr } = await estate.night(input);
    expect([stderr, result?.state]).toEqual(['', 'good']);
    await estate.until(
      () =>
        existsSync(estate.keep('base')) && !readdirSync(estate.keep('.')).some((name) => name.startsWith('making-')),
    );
    return result?.entries[0];
  };
  const inodes = (index: number) => inLongPath(estate.nightFolder(index, source), source, 'stat -c %i file');
  await night();
  // Made anew of the newest night, and then of those that leave rotation.
  for (let again = 0; again < 4; again++) {
    expect(await night()).toMatchObject({ added: 0, changed: 1, deleted: 0 });
    expect(inodes(0)).toBe(inodes(1));
  }
  inLongPath(source, source, 'echo of another day >file');
  expect(await night()).toMatchObject({ added: 0, changed: 2, deleted: 0 });
  for (let again = 0; again < 3; again++) {
    expect(await night()).toMatchObject({ added: 0, changed: 1, deleted: 0 });
    expect(inLongPath(estate.nightFolder(0, source), source, 'cat file')).toBe('of another day\n');
  }
  expect(inodes(0)).toBe(inodes(1));
  expect(readFileSync(estate.nightFolder(0, join(source, 'index')), 'utf8')).toBe(`of day ${day}`);
});
