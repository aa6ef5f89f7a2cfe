import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { appendFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Sshd } from '../../support/sshd.ts';
import { it } from './estate.ts';

describe('host keys', () => {
  it('asks about an unknown key, and connects once it is trusted', async ({ estate }) => {
    const server = await estate.start('jail15');
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const shown = {
      machine: 'jail15',
      host: '127.0.0.1',
      port: server.port,
      keyType: 'ssh-ed25519',
      fingerprint: server.fingerprint,
    };
    for (let times = 0; times < 2; times++) {
      await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
        code: 'host-key-unknown',
        message: expect.stringContaining(server.fingerprint),
        details: { machine: 'jail15', fingerprint: server.fingerprint, keyType: 'ssh-ed25519' },
      });
    }
    expect(machines.pending()).toEqual([shown]);
    expect(estate.unknownKeys).toEqual([shown]);
    expect(machines.status('jail15').state).toBe('unreachable');

    await machines.trust('jail15', server.fingerprint);
    expect(machines.pending()).toEqual([]);
    expect(machines.status('jail15').state).toBe('idle');
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    expect(await readFile(estate.knownHosts, 'utf8')).toBe(`${server.knownHostsLine}\n`);
    expect((await stat(estate.knownHosts)).mode & 0o777).toBe(0o600);
  });

  it('trusts only the key that was shown', async ({ estate }) => {
    const server = await estate.start('jail15');
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    await expect(machines.trust('jail15', server.fingerprint)).rejects.toMatchObject({ code: 'conflict' });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'host-key-unknown' });
    await expect(machines.trust('jail15', 'SHA256:AAAA')).rejects.toMatchObject({ code: 'conflict' });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'host-key-unknown' });
  });

  it('keeps what stands in the file, a last line without an end too', async ({ estate }) => {
    const [one, other] = [await estate.start('backup1'), await estate.start('backup2')];
    await writeFile(estate.knownHosts, `# ours\n${one.knownHostsLine}`);
    const machines = estate.machines({ backup1: estate.targetOf(one), backup2: estate.targetOf(other) });
    await expect(machines.exec('backup2', { script: 'true' })).rejects.toMatchObject({ code: 'host-key-unknown' });
    await machines.trust('backup2', other.fingerprint);
    expect(await readFile(estate.knownHosts, 'utf8')).toBe(`# ours\n${one.knownHostsLine}\n${other.knownHostsLine}\n`);
    await machines.exec('backup1', { script: 'true' });
    await machines.exec('backup2', { script: 'true' });
  });

  it('refuses a key that has changed, without logging in', async ({ estate }) => {
    const server = await estate.start('jail15');
    const other = await estate.start('impostor');
    const known = `[127.0.0.1]:${server.port} ${other.hostKeys[0]?.type} ${other.hostKeys[0]?.base64}`;
    await writeFile(estate.knownHosts, `# a comment\n${known}\n`);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const failure = await machines.exec('jail15', { script: 'true' }).catch((error) => error);
    expect(failure).toMatchObject({ code: 'host-key-changed', details: { machine: 'jail15', lines: [2] } });
    for (const part of ['jail15', server.fingerprint, other.fingerprint, `line 2 of ${estate.knownHosts}`]) {
      expect(failure.message).toContain(part);
    }
    expect(machines.pending()).toEqual([]);
    await expect(machines.trust('jail15', server.fingerprint)).rejects.toMatchObject({ code: 'conflict' });
    expect(await readFile(server.logFile, 'utf8')).not.toMatch(/Accepted publickey/);
  });

  it('puts a changed key in the place of the known one, and leaves all else as it is', async ({ estate }) => {
    const [server, other] = [await estate.start('jail15'), await estate.start('impostor')];
    const name = `[127.0.0.1]:${server.port}`;
    const [old, now] = [other.hostKeys[0], server.hostKeys[0]].map((key) => `${key?.type} ${key?.base64}`) as [
      string,
      string,
    ];
    const salt = Buffer.from('twenty bytes of salt');
    const hashed = `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
    const rest = Buffer.from([35, 32, 255, 254, 13, 10]);
    const beside = `\tother,h2   ${old}  a comment\r\n${'|1|AAAA|BBBB'} ${old}\n`;
    const write = (...parts: (string | Buffer)[]) =>
      writeFile(estate.knownHosts, Buffer.concat(parts.map((part) => Buffer.from(part as string))));
    for (const [lines, become] of [
      [`${name} ${old} x\n`, `${name} ${now}\n`],
      [`${hashed} ${old}\n`, `${name} ${now}\n`],
      [`h3,${name},h4 ${old}\n`, `${name} ${now}\nh3,h4 ${old}\n`],
      [`${name} ${old}\n${hashed} ${old}\n`, `${name} ${now}\n`],
      [`${name} ${old}`, `${name} ${now}`],
    ] as const) {
      await write(rest, beside, lines);
      const machines = estate.machines({ jail15: estate.targetOf(server) });
      await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'host-key-changed' });
      const { fingerprint, known } = machines.changedKey('jail15') ?? {};
      expect({ fingerprint, known: new Set(known) }).toEqual({
        fingerprint: server.fingerprint,
        known: new Set([other.fingerprint]),
      });
      await machines.replaceKey({ machine: 'jail15', fingerprint: server.fingerprint, known: known ?? [] });
      expect(await readFile(estate.knownHosts)).toEqual(
        Buffer.concat([rest, Buffer.from(beside), Buffer.from(become)]),
      );
      expect((await stat(estate.knownHosts)).mode & 0o777).toBe(0o600);
      expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
      expect(machines.changedKey('jail15')).toBeUndefined();
    }
  });

  it('replaces no key that was not compared, nor one by a pattern, nor one of a file that is not ours', async ({
    estate,
  }) => {
    const [server, other] = [await estate.start('jail15'), await estate.start('impostor')];
    const old = `${other.hostKeys[0]?.type} ${other.hostKeys[0]?.base64}`;
    const also = join(estate.folder, 'user known');
    const change = { machine: 'jail15', fingerprint: server.fingerprint, known: [other.fingerprint] };
    const tried = async (ours: string, theirs: string, asked: typeof change) => {
      await writeFile(estate.knownHosts, ours);
      await writeFile(also, theirs);
      const machines = estate.machines({ jail15: estate.targetOf(server) }, { alsoKnownHostsPath: also });
      await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'host-key-changed' });
      const error = await machines.replaceKey(asked).catch((failure) => failure);
      expect(error).toMatchObject({ code: 'conflict' });
      expect([await readFile(estate.knownHosts, 'utf8'), await readFile(also, 'utf8')]).toEqual([ours, theirs]);
      return error.message;
    };
    const line = `[127.0.0.1]:${server.port} ${old}\n`;
    expect(await tried(line, '', { ...change, fingerprint: other.fingerprint })).toContain('now shows the key');
    expect(await tried(line, '', { ...change, known: [server.fingerprint] })).toContain('is not what was compared');
    expect(await tried(`[127.0.0.*]:* ${old}\n`, '', change)).toContain('stands for other machines, too');
    expect(await tried('', line, change)).toContain(`“ssh-keygen -R '[127.0.0.1]:${server.port}' -f '${also}'”`);
  });

  it('trusts many keys in one write, or none where one is another by now', async ({ estate }) => {
    const servers = [await estate.start('jail15'), await estate.start('jail17')];
    const machines = estate.machines({
      jail15: estate.targetOf(servers[0] as Sshd),
      jail17: estate.targetOf(servers[1] as Sshd),
    });
    for (const name of ['jail15', 'jail17'])
      await expect(machines.exec(name, { script: 'true' })).rejects.toMatchObject({ code: 'host-key-unknown' });
    const keys = servers.map(({ name, fingerprint }) => ({ machine: name, fingerprint }));
    await expect(machines.trustAll([...keys, { machine: 'jail17', fingerprint: 'SHA256:x' }])).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(machines.pending()).toHaveLength(2);
    await machines.trustAll(keys);
    expect(await readFile(estate.knownHosts, 'utf8')).toBe(
      servers.map(({ knownHostsLine: line }) => `${line}\n`).join(''),
    );
    expect(machines.pending()).toEqual([]);
    for (const name of ['jail15', 'jail17'])
      expect(await machines.exec(name, { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('takes a further key type for no change, where one of them is known', async ({ estate }) => {
    const server = await estate.start('jail15', { hostKeyTypes: ['ed25519', 'ecdsa', 'rsa'] });
    for (const key of server.hostKeys) {
      await writeFile(estate.knownHosts, `[127.0.0.1]:${server.port} ${key.type} ${key.base64}\n`);
      const machines = estate.machines({ jail15: estate.targetOf(server) });
      expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    }
  });

  it('takes another type for a change, where the known one is not shown any more', async ({ estate }) => {
    const server = await estate.start('jail15', { hostKeyTypes: ['rsa'] });
    const other = await estate.start('other');
    await writeFile(
      estate.knownHosts,
      `[127.0.0.1]:${server.port} ${other.hostKeys[0]?.type} ${other.hostKeys[0]?.base64}\n`,
    );
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'host-key-changed' });
  });

  it('reads the entries that ssh-keygen has hashed', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', estate.knownHosts], { stdio: 'ignore' });
    expect(await readFile(estate.knownHosts, 'utf8')).toMatch(/^\|1\|/);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('refuses a revoked key, trusted before or not', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    await appendFile(estate.knownHosts, `@revoked * ${server.hostKeys[0]?.type} ${server.hostKeys[0]?.base64}\n`);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'host-key-changed',
      message: expect.stringContaining('revoked'),
    });
  });

  it("reads the user's own file, and never writes it", async ({ estate }) => {
    const [one, other] = [await estate.start('backup1'), await estate.start('backup2')];
    const own = join(estate.folder, 'user_known_hosts');
    await writeFile(own, `${one.knownHostsLine}\n`);
    const machines = estate.machines(
      { backup1: estate.targetOf(one), backup2: estate.targetOf(other) },
      { alsoKnownHostsPath: own },
    );
    expect(await machines.exec('backup1', { script: 'true' })).toMatchObject({ exitCode: 0 });
    await expect(machines.exec('backup2', { script: 'true' })).rejects.toMatchObject({ code: 'host-key-unknown' });
    await machines.trust('backup2', other.fingerprint);
    expect(await readFile(own, 'utf8')).toBe(`${one.knownHostsLine}\n`);
    expect(await readFile(estate.knownHosts, 'utf8')).toBe(`${other.knownHostsLine}\n`);
  });

  it('is understood by OpenSSH', async ({ estate }) => {
    const server = await estate.start('jail15');
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    await machines.exec('jail15', { script: 'true' }).catch(() => {});
    await machines.trust('jail15', server.fingerprint);
    const found = execFileSync('ssh-keygen', ['-l', '-F', `[127.0.0.1]:${server.port}`, '-f', estate.knownHosts], {
      encoding: 'utf8',
    });
    expect(found).toContain(server.fingerprint);
  });
});
