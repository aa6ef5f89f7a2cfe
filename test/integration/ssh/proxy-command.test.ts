import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type Estate, isRunning, it } from './estate.ts';

/** A ProxyCommand that notes its process and that of a child of its own, and leads to that port, or nowhere. */
async function behindCommand(estate: Estate, port: number | undefined) {
  const [program, pids] = [join(estate.folder, 'way.mjs'), join(estate.folder, 'pids')];
  await writeFile(
    program,
    `import { spawn } from 'node:child_process'; import { connect } from 'node:net'; import { writeFileSync } from 'node:fs';
const child = spawn('sleep', ['600'], { stdio: 'ignore' });
writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid);
console.error('the way is watched');
${port === undefined ? 'setInterval(() => {}, 1000);' : `const s = connect(${port}, '127.0.0.1'); process.stdin.pipe(s).pipe(process.stdout);`}
`,
  );
  const sshConfigPath = join(estate.folder, 'config');
  await writeFile(sshConfigPath, `Host *\n  ProxyCommand "${process.execPath}" "${program}"\n`);
  return { sshConfigPath, started: async () => (await readFile(pids, 'utf8')).split(' ').map(Number) };
}

describe('a ProxyCommand', () => {
  it('lives in a group of its own for as long as the connection, and ends with it', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const { sshConfigPath, started } = await behindCommand(estate, server.port);
    const machines = estate.machines({ jail15: estate.targetOf(server) }, { sshConfigPath });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    const pids = await started();
    expect(pids.map(isRunning)).toEqual([true, true]);
    await machines.close();
    await expect.poll(() => pids.map(isRunning), { timeout: 300_000 }).toEqual([false, false]);
  });

  it('that leads nowhere is told with what it says, and ends too', async ({ estate }) => {
    const { sshConfigPath, started } = await behindCommand(estate, undefined);
    const target = estate.targetOf({ host: '127.0.0.1', port: 22, user: 'maria' });
    const machines = estate.machines({ jail15: target }, { sshConfigPath, limits: { connectMs: 3_000 } });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/can't be reached by its ProxyCommand .*: the way is watched\. Try that command/),
    });
    const pids = await started();
    await expect.poll(() => pids.map(isRunning), { timeout: 300_000 }).toEqual([false, false]);
  });
});
