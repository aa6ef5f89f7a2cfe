import { execFileSync, spawn } from 'node:child_process';
import { chmod, chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { makeClientKey } from '../../support/sshd-keys.ts';
import { it } from './estate.ts';

/** No account has it, as in a container that is given any. */
const UID = 2_345_678;
const why = process.getuid?.() === 0 ? undefined : 'only root can be somebody else';
const source = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

describe.skipIf(why !== undefined)(`an account without a line in passwd${why ? ` (skipped: ${why})` : ''}`, () => {
  it('reaches machines where HOME and the user are given, though ssh itself does nothing', async ({ estate }) => {
    const key = await makeClientKey(join(estate.folder, 'its_key'));
    const server = await estate.start('jail15', { authorizedKeys: [key.line] });
    await estate.know(server);
    await chmod(estate.folder, 0o755);
    for (const file of [key.privateFile, estate.knownHosts]) await chown(file, UID, UID);
    const program = join(estate.folder, 'reach.mjs');
    const target = estate.targetOf(server, { identityFile: key.privateFile });
    await writeFile(
      program,
      `import { createMachines } from ${JSON.stringify(source('src-main/ssh/machines.ts'))};
const machines = createMachines({ targets: () => (${JSON.stringify(target)}), knownHostsPath: ${JSON.stringify(estate.knownHosts)} });
const { exitCode } = await machines.exec('jail15', { script: 'exit 7' });
console.log('exit code', exitCode);
await machines.close();
`,
    );
    const as = { uid: UID, gid: UID, env: { PATH: process.env.PATH, HOME: estate.folder } };
    expect(() => execFileSync('ssh', ['-G', 'jail15'], { ...as, stdio: 'pipe' })).toThrow(/No user exists/);
    const child = spawn(process.execPath, ['--import', source('build/raw-imports.mjs'), program], as);
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect({ out, errors }).toEqual({ out: 'exit code 7\n', errors: '' });
  });
});
