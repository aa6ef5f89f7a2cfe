import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Estate } from './estate.ts';
import { shells } from './shells.ts';

let estate: Estate;
afterEach(() => estate?.end());

describe.each(shells)('a night under $name', (shell) => {
  it('is copied, published and recorded', async () => {
    estate = new Estate(shell);
    mkdirSync(join(estate.host, 'mnt/data/sub'), { recursive: true });
    writeFileSync(join(estate.host, 'mnt/data/sub/file'), 'content');
    const outcome = await estate.night();
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
  });
});
