import { writeFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { freePort, type Sshd } from '../../support/sshd.ts';
import { type Estate, isRunning, it, openEnded, sleepingGrandchild, startAndRead } from './estate.ts';

/** Which address a command on the machine sees its connection come from. */
const seenFrom = 'echo $SSH_CONNECTION $SSH_CLIENT';

async function threeServers(estate: Estate): Promise<[Sshd, Sshd, Sshd]> {
  const servers = [await estate.start('gate'), await estate.start('middle'), await estate.start('inner')] as [
    Sshd,
    Sshd,
    Sshd,
  ];
  await estate.know(...servers);
  return servers;
}

const forwarded = (estate: Estate, machine: string) =>
  estate.told.some((status) => status.machine === machine && status.state === 'connected');

describe('jump hosts', () => {
  it('goes through another machine of the fleet, on its one connection', async ({ estate }) => {
    const [gate, , inner] = await threeServers(estate);
    const machines = estate.machines({
      gate: estate.targetOf(gate),
      inner: estate.targetOf(inner, { jump: 'gate' }),
    });
    await machines.exec('gate', { script: 'true' });
    await machines.exec('inner', { script: seenFrom });
    expect(estate.told.filter(({ machine, state }) => machine === 'gate' && state === 'connected')).toHaveLength(1);
    expect(machines.status('inner').state).toBe('connected');
  });

  it('goes through a chain, and ends what it cancels at its end', async ({ estate }) => {
    const [gate, middle, inner] = await threeServers(estate);
    const machines = estate.machines({
      gate: estate.targetOf(gate),
      middle: estate.targetOf(middle, { jump: 'gate' }),
      inner: estate.targetOf(inner, { jump: 'middle' }),
    });
    const abort = new AbortController();
    const { pid, done } = await startAndRead(machines, 'inner', { script: sleepingGrandchild, signal: abort.signal });
    for (const name of ['gate', 'middle', 'inner']) expect(forwarded(estate, name)).toBe(true);
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(isRunning(pid)).toBe(false);
  });

  it('goes through user@host:port, and several of them', async ({ estate }) => {
    const [gate, middle, inner] = await threeServers(estate);
    const hop = (server: Sshd) => `${server.user}@127.0.0.1:${server.port}`;
    const sshConfigPath = `${estate.folder}/config`;
    await writeFile(sshConfigPath, `Host *\n  IdentityFile ${estate.key.privateFile}\n`);
    const jump = `${hop(gate)},${hop(middle)}`;
    const machines = estate.machines({ inner: estate.targetOf(inner, { jump }) }, { sshConfigPath });
    expect(await machines.exec('inner', { script: 'true' })).toMatchObject({ exitCode: 0 });
    expect(forwarded(estate, hop(gate))).toBe(true);
    expect(forwarded(estate, jump)).toBe(true);
  });

  it('asks about the key of the jump host by its own name', async ({ estate }) => {
    const [gate, inner] = [await estate.start('gate'), await estate.start('inner')];
    const machines = estate.machines({ gate: estate.targetOf(gate), inner: estate.targetOf(inner, { jump: 'gate' }) });
    for (const server of [gate, inner]) {
      await expect(machines.exec('inner', { script: 'true' })).rejects.toMatchObject({
        code: 'host-key-unknown',
        details: { machine: server.name, fingerprint: server.fingerprint },
      });
      await machines.trust(server.name, server.fingerprint);
    }
    expect(await machines.exec('inner', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('refuses a loop', async ({ estate }) => {
    const [gate, middle, inner] = await threeServers(estate);
    const machines = estate.machines({
      gate: estate.targetOf(gate, { jump: 'inner' }),
      middle: estate.targetOf(middle, { jump: 'gate' }),
      inner: estate.targetOf(inner, { jump: 'middle' }),
      alone: estate.targetOf(inner, { jump: 'alone' }),
    });
    for (const name of ['gate', 'middle', 'inner', 'alone']) {
      await expect(machines.exec(name, { script: 'true' })).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringMatching(/loop.*→/),
      });
    }
  });

  it('says that the machine behind the jump host can not be reached', async ({ estate }) => {
    const [gate] = await threeServers(estate);
    const nobody = { host: '127.0.0.1', port: await freePort(), user: gate.user };
    const machines = estate.machines({
      gate: estate.targetOf(gate),
      inner: estate.targetOf(nobody as Sshd, { jump: 'gate' }),
    });
    await expect(machines.exec('inner', { script: 'true' })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/^inner .*can't be reached from gate, its jump host: .*refused/i),
    });
    expect(await machines.exec('gate', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('says that the jump host can not be reached', async ({ estate }) => {
    const [gate, , inner] = await threeServers(estate);
    await gate.stop();
    const machines = estate.machines({ gate: estate.targetOf(gate), inner: estate.targetOf(inner, { jump: 'gate' }) });
    await expect(machines.exec('inner', { script: 'true' })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/^inner is reached through gate, and that failed: gate .*refuses the connection/),
      details: { machine: 'gate', for: 'inner' },
    });
  });

  it('connects again when the jump host is back', async ({ estate }) => {
    const [gate, , inner] = await threeServers(estate);
    const machines = estate.machines({ gate: estate.targetOf(gate), inner: estate.targetOf(inner, { jump: 'gate' }) });
    const { done } = await startAndRead(machines, 'inner', openEnded());
    await gate.stop();
    await expect(done).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/inner .*lost in the middle/),
    });
    await estate.start('gate', { port: gate.port });
    expect(await machines.exec('inner', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('refuses a jump that is no address', async ({ estate }) => {
    const [, , inner] = await threeServers(estate);
    const machines = estate.machines({ inner: estate.targetOf(inner, { jump: 'a b' }) });
    await expect(machines.exec('inner', { script: 'true' })).rejects.toMatchObject({ code: 'bad-input' });
  });
});
