import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type Estate, it } from './estate.ts';

const writeConfig = async (estate: Estate, text: string, name = 'config') => {
  const file = join(estate.folder, name);
  await writeFile(file, text);
  return file;
};

describe('the OpenSSH client configuration', () => {
  it('tells address, port, user and key of an alias', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const sshConfigPath = await writeConfig(
      estate,
      `# mine\nHost other\n  Port 1\nhost jail15 jail16\n  hostname 127.0.0.1\n  PORT=${server.port}\n  User ${server.user}\n  IdentityFile "${estate.key.privateFile}"\nHost *\n  Port 2\n  User nobody-at-all\n`,
    );
    const machines = estate.machines({ j: { ssh: { host: 'jail15' }, become: 'none' } }, { sshConfigPath });
    expect(await machines.exec('j', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('yields to what the fleet says', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const sshConfigPath = await writeConfig(
      estate,
      'Host *\n  Port 1\n  User nobody-at-all\n  IdentityFile /nowhere\n  ProxyJump nowhere\n',
    );
    const machines = estate.machines({ jail15: estate.targetOf(server, { jump: null }) }, { sshConfigPath });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('reads included files, and goes on in the section it was in', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    await mkdir(join(estate.folder, 'conf.d'));
    await writeConfig(
      estate,
      `Host jail15\n  Port ${server.port}\nHost elsewhere\n  User nobody-at-all\n`,
      'conf.d/one.conf',
    );
    const sshConfigPath = await writeConfig(
      estate,
      `Include ${estate.folder}/conf.d/*.conf\nIdentityFile ${estate.key.privateFile}\nHost jail15\n  HostName 127.0.0.1\n`,
    );
    const machines = estate.machines({ jail15: { ssh: { host: 'jail15' }, become: 'none' } }, { sshConfigPath });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('tells the jump host', async ({ estate }) => {
    const [gate, inner] = [await estate.start('gate'), await estate.start('inner')];
    await estate.know(gate, inner);
    const sshConfigPath = await writeConfig(
      estate,
      `Host *\n  IdentityFile ${estate.key.privateFile}\nHost the-gate\n  HostName 127.0.0.1\n  Port ${gate.port}\n` +
        `Host inner\n  HostName 127.0.0.1\n  Port ${inner.port}\n  ProxyJump ${gate.user}@the-gate\n`,
    );
    const machines = estate.machines({ inner: { ssh: { host: 'inner' }, become: 'none' } }, { sshConfigPath });
    const { stdout } = await machines.exec('inner', { script: 'echo $SSH_CONNECTION' });
    expect(stdout.toString().trim().split(' ').at(-1)).toBe(String(inner.port));
    expect(estate.told.some(({ machine, state }) => machine === `${gate.user}@the-gate` && state === 'connected')).toBe(
      true,
    );
  });

  it('asks ssh, so that Match exec decides as it does for ssh', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const sshConfigPath = await writeConfig(
      estate,
      `Match exec "test -e ${estate.folder}/away"\n  User nobody-at-all\nHost *\n  User ${server.user}\n`,
    );
    const target = estate.targetOf(server, { user: undefined });
    const machines = estate.machines({ jail15: target, later: target }, { sshConfigPath });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    await writeFile(join(estate.folder, 'away'), '');
    await expect(machines.exec('later', { script: 'true' })).rejects.toMatchObject({ code: 'authentication-failed' });
  });
});
