import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect } from 'vitest';
import type { Clock } from '../../../src-main/ssh/clock.ts';
import { startFaultyProxy } from '../../support/sshd-proxy.ts';
import { PATIENCE } from '../../support/until.ts';
import { type Estate, it, openEnded, startAndRead } from './estate.ts';

/** A clock that a test moves. */
function stoppedClock() {
  let now = 0;
  let waiting: { at: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after: (ms, callback) => {
      const entry = { at: now + ms, callback };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
  };
  const advance = (ms: number) => {
    now += ms;
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    for (const { callback } of due) callback();
  };
  return { clock, advance };
}

/** A server behind a proxy whose faults can be switched on. */
async function behindProxy(estate: Estate) {
  const server = await estate.start('jail15');
  const proxy = await startFaultyProxy(server.port);
  estate.atEnd(proxy.stop);
  await estate.know({
    ...server,
    knownHostsLine: server.knownHostsLine.replace(String(server.port), String(proxy.port)),
  });
  return { server, proxy, target: estate.targetOf({ ...server, port: proxy.port }) };
}

/** Resolves once the machine is told to be in that state. */
async function told(estate: Estate, state: string): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (estate.told.at(-1)?.state !== state) {
    if (Date.now() > deadline) throw new Error(`not ${state}, but ${JSON.stringify(estate.told)}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a connection', () => {
  it('is made once for calls that come together, and told', async ({ estate }) => {
    const { proxy, target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target });
    expect(machines.status('jail15')).toEqual({ machine: 'jail15', state: 'idle' });
    await Promise.all(Array.from({ length: 20 }, () => machines.exec('jail15', { script: 'true' })));
    expect(proxy.taken()).toBe(1);
    expect(estate.told.map(({ state }) => state)).toEqual(['connecting', 'connected']);
    expect(machines.status('jail15').latencyMs).toBeGreaterThan(0);
  });

  it('lost in the middle fails the command, and the next one connects again', async ({ estate }) => {
    const { proxy, target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target });
    const { done } = await startAndRead(machines, 'jail15', openEnded());
    proxy.cut();
    await expect(done).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/^The connection to jail15 \(.*\) was lost in the middle of a command: /),
      details: { machine: 'jail15', inTheMiddle: true },
    });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    expect(proxy.taken()).toBe(2);
  });

  it('that is dead without a word is found out by its keepalive', async ({ estate }) => {
    const { proxy, target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target }, { limits: { keepaliveMs: 100 } });
    const { done } = await startAndRead(machines, 'jail15', openEnded());
    proxy.stall();
    await expect(done).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('it stopped answering'),
    });
  });

  it('that is dead without a word is replaced for the next command', async ({ estate }) => {
    const { proxy, target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target }, { limits: { connectMs: 500 } });
    await machines.exec('jail15', { script: 'true' });
    proxy.stall();
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    expect(proxy.taken()).toBe(2);
  });

  it('comes back by itself when the server does', async ({ estate }) => {
    const { clock, advance } = stoppedClock();
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) }, { clock, random: () => 0.5 });
    await machines.exec('jail15', { script: 'true' });
    await server.stop();
    await told(estate, 'unreachable');
    expect(machines.status('jail15').error).toMatch(/connection to jail15 .* was lost/);
    advance(1_000);
    await told(estate, 'connecting');
    await told(estate, 'unreachable');
    await estate.start('jail15', { port: server.port });
    advance(1_999);
    expect(machines.status('jail15').state).toBe('unreachable');
    advance(1);
    await told(estate, 'connected');
  });

  it('that fails is left alone by background calls, but not by others', async ({ estate }) => {
    const { clock, advance } = stoppedClock();
    const server = await estate.start('jail15');
    await estate.know(server);
    await server.stop();
    // Without an automatic attempt, which follows only a call by hand of less than idleMs ago.
    const limits = { idleMs: -1 };
    const machines = estate.machines({ jail15: estate.targetOf(server) }, { clock, random: () => 0.5, limits });
    const background = () => machines.exec('jail15', { script: 'true', background: true }).catch((error) => error.code);
    const byHand = () => machines.exec('jail15', { script: 'true' }).catch((error) => error.code);
    const attempts = () => estate.told.filter(({ state }) => state === 'connecting').length;

    expect(await background()).toBe('unreachable');
    expect(await background()).toBe('unreachable');
    expect(attempts()).toBe(1);
    expect(await byHand()).toBe('unreachable');
    expect(attempts()).toBe(2);
    // The second failure doubles the time.
    advance(1_999);
    expect(await background()).toBe('unreachable');
    expect(attempts()).toBe(2);
    await estate.start('jail15', { port: server.port });
    advance(1);
    expect(await background()).toMatchObject({ exitCode: 0 });
  });

  it('is tried again where the server hangs up at first', async ({ estate }) => {
    const { proxy, target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target });
    proxy.hangUpOn(2);
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    expect(proxy.taken()).toBe(3);
  });

  it('is made to many machines of one sshd that takes few at a time', async ({ estate }) => {
    const server = await estate.start('jail15', { config: ['MaxStartups 3'] });
    await estate.know(server);
    const names = Array.from({ length: 12 }, (_, i) => `jail${i}`);
    const machines = estate.machines(Object.fromEntries(names.map((name) => [name, estate.targetOf(server)])));
    const results = await Promise.all(names.map((name) => machines.exec(name, { script: 'true' })));
    expect(results.map(({ exitCode }) => exitCode)).toEqual(Array(12).fill(0));
  });

  it('makes do with the sessions that its server allows', async ({ estate }) => {
    const server = await estate.start('jail15', { config: ['MaxSessions 2'] });
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const results = await Promise.all(
      Array.from({ length: 20 }, () => machines.exec('jail15', { script: 'sleep 0.05' })),
    );
    expect(results.map(({ exitCode }) => exitCode)).toEqual(Array(20).fill(0));
  });

  it('is closed when it is idle, and made again', async ({ estate }) => {
    const { clock, advance } = stoppedClock();
    const { proxy, target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target }, { clock, limits: { idleMs: 60_000 } });
    await machines.exec('jail15', { script: 'true' });
    advance(59_999);
    await machines.exec('jail15', { script: 'true' });
    advance(59_999);
    expect(machines.status('jail15').state).toBe('connected');
    advance(1);
    expect(machines.status('jail15').state).toBe('idle');
    await machines.exec('jail15', { script: 'true' });
    expect(proxy.taken()).toBe(2);
  });

  it('is closed soon where calls only passed by, and kept where somebody used it', async ({ estate }) => {
    const { clock, advance } = stoppedClock();
    const { target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target }, { clock, limits: { idleMs: 60_000 } });
    await machines.exec('jail15', { script: 'true', passing: true });
    advance(1000);
    expect(machines.status('jail15').state).toBe('idle');
    await machines.exec('jail15', { script: 'true' });
    await machines.exec('jail15', { script: 'true', passing: true });
    advance(59_000);
    expect(machines.status('jail15').state).toBe('connected');
  });

  it('is not closed while a command runs', async ({ estate }) => {
    const { clock, advance } = stoppedClock();
    const { target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target }, { clock, limits: { idleMs: 60_000 } });
    const { done } = await startAndRead(machines, 'jail15', { script: 'echo here; sleep 0.3; exit 6' });
    advance(600_000);
    expect(await done).toMatchObject({ exitCode: 6 });
  });

  it('that nobody waits for any more is made all the same, and closed when it is idle', async ({ estate }) => {
    const { clock, advance } = stoppedClock();
    const { target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target }, { clock, limits: { idleMs: 60_000, channels: 1 } });
    const abort = new AbortController();
    const calls = [1, 2].map(() => machines.exec('jail15', { script: 'true', signal: abort.signal }));
    const settled = Promise.allSettled(calls);
    await told(estate, 'connecting');
    abort.abort();
    expect(await settled).toMatchObject(Array(2).fill({ status: 'rejected', reason: { code: 'cancelled' } }));
    await told(estate, 'connected');
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    advance(60_000);
    expect(machines.status('jail15').state).toBe('idle');
  });

  it('is made anew when the fleet changes, and what runs on the old one ends there', async ({ estate }) => {
    const [one, other] = [await estate.start('one'), await estate.start('other')];
    await estate.know(one, other);
    const targets = { jail15: estate.targetOf(one) };
    const machines = estate.machines(targets);
    const portOf = 'set -- $SSH_CONNECTION; echo $4';
    const { done } = await startAndRead(machines, 'jail15', { script: 'echo here; sleep 0.3; exit 6' });
    targets.jail15 = estate.targetOf(other);
    expect((await machines.exec('jail15', { script: portOf })).stdout.toString().trim()).toBe(String(other.port));
    expect(await done).toMatchObject({ exitCode: 6 });
  });

  it('fails in plain words where nothing listens, or the name is not known', async ({ estate }) => {
    const server = await estate.start('jail15');
    await server.stop();
    const machines = estate.machines({
      jail15: estate.targetOf(server),
      jail16: estate.targetOf({ ...server, host: 'no-such-host.invalid' as '127.0.0.1' }),
    });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'unreachable',
      message: `jail15 (${server.user}@127.0.0.1:${server.port}) refuses the connection: no sshd listens on port ${server.port}. Check the port, and that sshd runs there.`,
      details: { machine: 'jail15', address: `${server.user}@127.0.0.1:${server.port}` },
    });
    await expect(machines.exec('jail16', { script: 'true' })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('the name no-such-host.invalid is not known here'),
    });
  });

  it('fails in time where the other side says nothing', async ({ estate }) => {
    const server = await estate.start('jail15');
    const mute = createServer(() => {}).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    estate.atEnd(() => mute.close());
    const { port } = mute.address() as AddressInfo;
    const machines = estate.machines({ jail15: estate.targetOf({ ...server, port }) }, { limits: { connectMs: 400 } });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('does not answer within'),
    });
  });

  it('that is being made is given up when all is closed', async ({ estate }) => {
    const server = await estate.start('jail15');
    const mute = createServer(() => {}).listen(0, '127.0.0.1');
    await once(mute, 'listening');
    estate.atEnd(() => mute.close());
    const { port } = mute.address() as AddressInfo;
    const machines = estate.machines({ jail15: estate.targetOf({ ...server, port }) });
    const calls = machines.exec('jail15', { script: 'true' }).catch((error) => error);
    await once(mute, 'connection');
    await machines.close();
    expect(await calls).toBeInstanceOf(Error);
  });

  it('is refused once all is closed', async ({ estate }) => {
    const { target } = await behindProxy(estate);
    const machines = estate.machines({ jail15: target });
    const { done } = await startAndRead(machines, 'jail15', openEnded());
    await machines.close();
    await expect(done).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('Nightkeep closed it'),
    });
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'cancelled' });
    expect(machines.status('jail15').state).toBe('idle');
  });
});
