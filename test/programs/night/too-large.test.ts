import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shells } from '../../support/shells.ts';
import { filesIn } from '../gate/gated.ts';
import { Estate } from './estate.ts';

test.each(shells)('a file beyond what the server allows is named, and the others come: under $name', async (shell) => {
  const estate = new Estate(shell);
  onTestFinished(() => estate.end());
  estate.configure(['/mnt/data', '/mnt/other']);
  for (const name of ['data', 'other']) {
    mkdirSync(join(estate.host, 'mnt', name), { recursive: true });
    for (const file of ['a', 'z']) writeFileSync(join(estate.host, 'mnt', name, file), file);
  }
  const large = join(estate.host, 'mnt/data/large');
  writeFileSync(large, 'as it was');
  expect((await estate.night()).result?.state).toBe('good');
  writeFileSync(large, Buffer.alloc(8_000_000, 'x'));
  // Some 2 or 4 MB, as a shell counts.
  const limited = 'case " $* " in *" --server "*) ulimit -f 4000 ;; esac\nexec /usr/bin/rsync "$@"';
  estate.putProgram('rsync', limited);

  for (const night of [1, 2]) {
    writeFileSync(join(estate.host, 'mnt/other/new'), `of night ${night}`);
    const { result, stderr, error } = await estate.night();
    expect([stderr, error, result?.state], `night ${night}`).toEqual(['', undefined, 'warning']);
    const [data, other] = result?.entries ?? [];
    expect(data?.message).toMatch(/large.*File too large/);
    expect(other).toMatchObject({ state: 'good' });
    expect(other?.message).toBeUndefined();
    // Not what came of it before it was too large.
    expect(readFileSync(estate.nightFolder(0, 'mnt/data/large'), 'latin1')).toBe('as it was');
    expect(filesIn(estate.nightFolder(0, 'mnt/data'))).toEqual(['a', 'large', 'z']);
    expect(filesIn(estate.nightFolder(0, 'mnt/other'))).toEqual(['a', 'new', 'z']);
  }

  writeFileSync(large, 'small again');
  expect((await estate.night()).result?.state).toBe('good');
  expect(readFileSync(estate.nightFolder(0, 'mnt/data/large'), 'latin1')).toBe('small again');
});
