import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect } from 'vitest';
import type { MachineTarget } from '../../../src-main/ssh/target.ts';
import { type Estate, it } from './estate.ts';

/** OpenSSH's client, with a note of each time it was asked. */
async function countingSsh(estate: Estate) {
  const [program, calls] = [join(estate.folder, 'ssh'), join(estate.folder, 'calls')];
  await writeFile(program, `#!/bin/sh\necho "$*" >>'${calls}'\nexec ssh "$@"\n`);
  await chmod(program, 0o755);
  await writeFile(calls, '');
  const asked = async () => (await readFile(calls, 'utf8')).split('\n').filter((line) => line.startsWith('-G')).length;
  return { program, asked };
}

describe('what ssh would do', () => {
  it('is asked once, until a file of the configuration changes, included ones too', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const { program, asked } = await countingSsh(estate);
    const [config, included] = [join(estate.folder, 'config'), join(estate.folder, 'included')];
    await writeFile(included, `Host jail15\n  HostName 127.0.0.1\n  Port ${server.port}\n`);
    const aliases = Array.from({ length: 1000 }, (_, index) => `Host a${index}\n  Port ${index + 1}\n`);
    await writeFile(
      config,
      `Include ${included}\n${aliases.join('')}Host *\n  IdentityFile ${estate.key.privateFile}\n`,
    );
    const target: MachineTarget = { ssh: { host: 'jail15' }, become: 'none' };
    const machines = estate.machines(
      { one: target, two: target, three: target },
      { sshConfigPath: config, sshProgram: program },
    );
    for (const name of ['one', 'two']) await machines.exec(name, { script: 'true' });
    expect(await asked()).toBe(1);
    await appendFile(included, '  User nobody-at-all\n');
    await expect(machines.exec('three', { script: 'true' })).rejects.toMatchObject({ code: 'authentication-failed' });
    expect(await asked()).toBe(2);
  });

  it('is read by ourselves where there is no OpenSSH client', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const config = join(estate.folder, 'config');
    const section = `Host jail15\n  HostName 127.0.0.1\n  Port ${server.port}\n  IdentityFile ${estate.key.privateFile}\n`;
    await writeFile(config, section);
    const targets = { jail15: { ssh: { host: 'jail15' }, become: 'none' } } satisfies Record<string, MachineTarget>;
    const options = { sshConfigPath: config, sshProgram: '/nowhere/ssh' };
    expect(await estate.machines(targets, options).exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    await appendFile(config, 'Match exec "true"\n  ProxyJump gate\n');
    await expect(estate.machines(targets, options).exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining(`line 5 of ${config}`),
    });
  });

  it('does not stop the app while a group is exchanged', async ({ estate }) => {
    const config = ['KexAlgorithms diffie-hellman-group-exchange-sha256', 'Ciphers aes256-ctr'];
    const server = await estate.start('jail15', { config });
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    delay.disable();
    // In the main thread the check of an 8192-bit group takes half a minute; a busy machine may well take a second.
    expect(delay.max / 1e6).toBeLessThan(2_000);
  });
});
