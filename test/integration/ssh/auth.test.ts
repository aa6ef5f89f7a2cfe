import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { startSshAgent } from '../../support/sshd-agent.ts';
import { makeClientKey } from '../../support/sshd-keys.ts';
import { type Estate, it } from './estate.ts';

/** A server that takes a key other than the estate's, and a path for that key's private half. */
async function serverWithKey(estate: Estate, options: Parameters<typeof makeClientKey>[1] = {}) {
  const key = await makeClientKey(join(estate.folder, 'other_key'), options);
  const server = await estate.start('jail15', { authorizedKeys: [key.line] });
  await estate.know(server);
  return { server, key, target: estate.targetOf(server, { identityFile: key.privateFile }) };
}

describe('logging in', () => {
  for (const type of ['ed25519', 'ecdsa', 'rsa'] as const) {
    it(`takes a key file of type ${type}`, async ({ estate }) => {
      const { target } = await serverWithKey(estate, { type });
      const machines = estate.machines({ jail15: target });
      expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    });
  }

  it('takes an ed25519 key in PKCS8, which ssh reads since 9.6, and asks for its passphrase', async ({ estate }) => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const point = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
    const blob = Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20', 'latin1'), point]);
    const server = await estate.start('jail15', { authorizedKeys: [`ssh-ed25519 ${blob.toString('base64')}`] });
    await estate.know(server);
    const identityFile = join(estate.folder, 'pkcs8');
    const lock = { cipher: 'aes-256-cbc', passphrase: 'open sesame' };
    await writeFile(identityFile, privateKey.export({ type: 'pkcs8', format: 'pem', ...lock }));
    const machines = estate.machines({ jail15: estate.targetOf(server, { identityFile }) });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'passphrase-needed' });
    machines.providePassphrase('jail15', 'open sesame');
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('asks for the passphrase of an encrypted key, until it is right', async ({ estate }) => {
    const { target, key } = await serverWithKey(estate, { passphrase: 'open sesame' });
    const machines = estate.machines({ jail15: target });
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

  it('asks once for a key that opens several machines', async ({ estate }) => {
    const { target, key } = await serverWithKey(estate, { passphrase: 'open sesame' });
    const other = await estate.start('jail16', { authorizedKeys: [key.line] });
    await estate.know(other);
    const machines = estate.machines({
      jail15: target,
      jail16: estate.targetOf(other, { identityFile: key.privateFile }),
    });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'passphrase-needed' });
    machines.providePassphrase('jail15', 'open sesame');
    await Promise.all(['jail15', 'jail16'].map((name) => machines.exec(name, { script: 'true' })));
  });

  it('tells no passphrase to anybody', async ({ estate }) => {
    const { target } = await serverWithKey(estate, { passphrase: 'open sesame' });
    const machines = estate.machines({ jail15: target });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'passphrase-needed' });
    machines.providePassphrase('jail15', 'open barley');
    const failure = await machines.exec('jail15', { script: 'true' }).catch((error) => error);
    expect(JSON.stringify([failure.toEnvelope(), estate.told])).not.toContain('barley');
  });

  it('takes the keys of the agent where no key file is named', async ({ estate }) => {
    const { server, key } = await serverWithKey(estate);
    const agent = await startSshAgent(join(estate.folder, 'a'));
    estate.atEnd(agent.stop);
    await agent.add(estate.key.privateFile);
    await agent.add(key.privateFile);
    const machines = estate.machines(
      { jail15: estate.targetOf(server, { identityFile: undefined }) },
      { agentSocket: agent.socket },
    );
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('needs no passphrase for a key that the agent holds', async ({ estate }) => {
    const { target, key } = await serverWithKey(estate);
    const agent = await startSshAgent(join(estate.folder, 'a'));
    estate.atEnd(agent.stop);
    await agent.add(key.privateFile);
    const { execFileSync } = await import('node:child_process');
    execFileSync('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', key.privateFile], { stdio: 'ignore' });
    const machines = estate.machines({ jail15: target }, { agentSocket: agent.socket });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('uses no other key of the agent where a key file is named', async ({ estate }) => {
    const { server, key } = await serverWithKey(estate);
    const agent = await startSshAgent(join(estate.folder, 'a'));
    estate.atEnd(agent.stop);
    await agent.add(key.privateFile);
    const machines = estate.machines({ jail15: estate.targetOf(server) }, { agentSocket: agent.socket });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'authentication-failed' });
  });

  it('goes on with a key file where the agent does not answer', async ({ estate }) => {
    const { target } = await serverWithKey(estate);
    const machines = estate.machines({ jail15: target }, { agentSocket: join(estate.folder, 'nobody') });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('says what was tried, and what to do, where the machine refuses', async ({ estate }) => {
    const { server } = await serverWithKey(estate);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'authentication-failed',
      message: `jail15 (${server.user}@127.0.0.1:${server.port}) refuses the login. Tried: the key ${estate.key.privateFile}. Add the public key to ~/.ssh/authorized_keys of ${server.user} there, or name another key or user in the settings. Where the key is there already, its sshd may keep ${server.user} out (AllowUsers, DenyUsers, an expired account): its log says so.`,
    });
  });

  it('names a key file that is missing, or is none', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const text = join(estate.folder, 'text');
    await writeFile(text, 'not a key');
    for (const identityFile of [join(estate.folder, 'nowhere'), text]) {
      const machines = estate.machines({ jail15: estate.targetOf(server, { identityFile }) });
      await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
        code: 'authentication-failed',
        message: expect.stringContaining(identityFile),
      });
    }
  });

  it('logs in once the key was let in', async ({ estate }) => {
    const { server } = await serverWithKey(estate);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'authentication-failed' });
    await writeFile(server.authorizedKeysFile, `${estate.key.line}\n`);
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });
});
