import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { startSshAgent } from '../../support/sshd-agent.ts';
import { makeClientKey } from '../../support/sshd-keys.ts';
import { type Estate, isRunning, it, openEnded, sleepingGrandchild, startAndRead } from './estate.ts';

/** A machine that is reached by OpenSSH's own client, since the settings say so. */
async function byOpenSsh(estate: Estate, options: Parameters<Estate['start']>[1] = {}) {
  const server = await estate.start('jail15', options);
  await estate.know(server);
  const target = estate.targetOf(server, { client: 'openssh' });
  return { server, target, machines: estate.machines({ jail15: target }) };
}

const leftOver = () => readdirSync(tmpdir()).filter((name) => /^nightkeep-\w{6}$/.test(name));

describe("OpenSSH's client as transport", () => {
  it('gives and takes bytes, the exit code and both outputs', async ({ estate }) => {
    const { machines } = await byOpenSsh(estate);
    const stdin = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => index % 256));
    const { stdout, stderr, exitCode } = await machines.exec('jail15', { script: 'cat; echo said >&2; exit 7', stdin });
    expect(stdout.equals(stdin)).toBe(true);
    expect({ stderr: stderr.toString(), exitCode }).toEqual({ stderr: 'said\n', exitCode: 7 });
  });

  it('keeps one connection for many commands, and leaves nothing behind', async ({ estate }) => {
    const before = leftOver();
    const { machines, server } = await byOpenSsh(estate);
    await Promise.all(Array.from({ length: 12 }, () => machines.exec('jail15', { script: 'true' })));
    const log = await readFile(server.logFile, 'utf8');
    expect(log.match(/Accepted publickey/g)).toHaveLength(1);
    await machines.close();
    expect(leftOver()).toEqual(before);
  });

  it('ends what is cancelled, with its children', async ({ estate }) => {
    const { machines } = await byOpenSsh(estate);
    const abort = new AbortController();
    const { pid, done } = await startAndRead(machines, 'jail15', { script: sleepingGrandchild, signal: abort.signal });
    expect(isRunning(pid)).toBe(true);
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(isRunning(pid)).toBe(false);
  });

  it('asks for fewer sessions at once where the machine allows few', async ({ estate }) => {
    const { machines } = await byOpenSsh(estate, { config: ['MaxSessions 2'] });
    const results = await Promise.all(
      Array.from({ length: 6 }, (_, index) => machines.exec('jail15', { script: `echo ${index}; sleep 0.2` })),
    );
    expect(results.map(({ stdout }) => stdout.toString())).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n', '5\n']);
  });

  it('tells a connection that was lost in the middle, and makes another', async ({ estate }) => {
    const { machines, server } = await byOpenSsh(estate);
    const { done } = await startAndRead(machines, 'jail15', openEnded());
    const [session] = execFileSync('ps', ['-o', 'pid=', '--ppid', String(server.pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    process.kill(Number(session), 'SIGKILL');
    await expect(done).rejects.toMatchObject({ code: 'unreachable' });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('asks for a passphrase, until it is right', async ({ estate }) => {
    const key = await makeClientKey(join(estate.folder, 'locked'), { passphrase: 'open sesame' });
    const { target } = await byOpenSsh(estate, { authorizedKeys: [key.line] });
    const machines = estate.machines({ jail15: { ...target, ssh: { ...target.ssh, identityFile: key.privateFile } } });
    const needed = { code: 'passphrase-needed', details: { machine: 'jail15', identityFile: key.privateFile } };
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject(needed);
    machines.providePassphrase('jail15', 'open barley');
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      ...needed,
      message: expect.stringContaining('does not open'),
    });
    machines.providePassphrase('jail15', 'open sesame');
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('judges host keys as the built-in client does', async ({ estate }) => {
    const { server, target } = await byOpenSsh(estate);
    await writeFile(estate.knownHosts, '');
    const machines = estate.machines({ jail15: target });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'host-key-unknown',
      details: { machine: 'jail15', fingerprint: server.fingerprint },
    });
    await machines.trust('jail15', server.fingerprint);
    expect(await readFile(estate.knownHosts, 'utf8')).toBe(`${server.knownHostsLine}\n`);
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });

    const other = await makeClientKey(join(estate.folder, 'other_host'));
    await writeFile(estate.knownHosts, `[127.0.0.1]:${server.port} ${other.type} ${other.base64}\n`);
    const later = estate.machines({ jail15: target });
    await expect(later.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'host-key-changed',
      details: { lines: [1], path: estate.knownHosts },
    });
  });

  it('goes through a jump host of the fleet, and is one', async ({ estate }) => {
    const [gate, inner, innermost] = [
      await estate.start('gate'),
      await estate.start('inner'),
      await estate.start('in2'),
    ];
    await estate.know(gate, inner, innermost);
    const machines = estate.machines({
      gate: estate.targetOf(gate),
      inner: estate.targetOf(inner, { jump: 'gate', client: 'openssh' }),
      innermost: estate.targetOf(innermost, { jump: 'inner' }),
    });
    expect(await machines.exec('innermost', { script: 'true' })).toMatchObject({ exitCode: 0 });
    for (const name of ['gate', 'inner', 'innermost']) expect(machines.status(name).state).toBe('connected');
  });

  it('says that it is not there, and what needed it', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines(
      { jail15: estate.targetOf(server, { client: 'openssh' }) },
      { sshProgram: '/nowhere/ssh' },
    );
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'missing-tool',
      message: expect.stringContaining("Install OpenSSH's client here"),
    });
  });
});

describe('certificates', () => {
  const sign = (ca: string, ...rest: string[]) => execFileSync('ssh-keygen', ['-q', '-s', ca, ...rest]);

  it('lets a person in by a certificate beside the key, by CertificateFile, and in the agent', async ({ estate }) => {
    const ca = await makeClientKey(join(estate.folder, 'ca'));
    const server = await estate.start('jail15', {
      authorizedKeys: [],
      config: [`TrustedUserCAKeys ${ca.privateFile}.pub`],
    });
    await estate.know(server);
    const { key } = estate;
    sign(ca.privateFile, '-I', 'me', '-n', server.user, `${key.privateFile}.pub`);
    const certificate = `${key.privateFile}-cert.pub`;
    const beside = estate.machines({ jail15: estate.targetOf(server) });
    expect(await beside.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });

    const agent = await startSshAgent(join(estate.folder, 'a'));
    estate.atEnd(agent.stop);
    await agent.add(key.privateFile);
    const held = estate.machines(
      { jail15: estate.targetOf(server, { identityFile: undefined }) },
      { agentSocket: agent.socket },
    );
    expect(await held.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });

    const elsewhere = join(estate.folder, 'elsewhere.pub');
    await rename(certificate, elsewhere);
    const sshConfigPath = join(estate.folder, 'config');
    await writeFile(sshConfigPath, `Host *\n  IdentityFile ${key.privateFile}\n  CertificateFile ${elsewhere}\n`);
    const named = estate.machines({ jail15: estate.targetOf(server, { identityFile: undefined }) }, { sshConfigPath });
    expect(await named.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('says that a machine refuses one that is for somebody else', async ({ estate }) => {
    const ca = await makeClientKey(join(estate.folder, 'ca'));
    const server = await estate.start('jail15', {
      authorizedKeys: [],
      config: [`TrustedUserCAKeys ${ca.privateFile}.pub`],
    });
    await estate.know(server);
    sign(ca.privateFile, '-I', 'me', '-n', 'somebody-else', `${estate.key.privateFile}.pub`);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'authentication-failed' });
  });

  it.for([
    ['the machine', ['-n', '127.0.0.1'], undefined],
    ['another machine', ['-n', 'jail99'], /name is not a listed principal/],
    ['this machine, but expired', ['-n', '127.0.0.1', '-V', '20200101:20200102'], /expired/],
  ] as const)('takes a host certificate for %s for what it is', async ([, options, complaint], { estate }) => {
    const ca = await makeClientKey(join(estate.folder, 'ca'));
    const hostKey = await makeClientKey(join(estate.folder, 'jail15', 'host_ed25519'));
    sign(ca.privateFile, '-h', '-I', 'jail15', ...options, `${hostKey.privateFile}.pub`);
    const server = await estate.start('jail15', { config: [`HostCertificate ${hostKey.privateFile}-cert.pub`] });
    await writeFile(estate.knownHosts, `@cert-authority [127.0.0.1]:* ${ca.type} ${ca.base64}\n`);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    if (!complaint) expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    else {
      await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
        code: 'host-key-unknown',
        message: expect.stringMatching(complaint),
        details: { fingerprint: server.fingerprint },
      });
    }
  });
});
