import { readdir, readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { isRunning, it, sleepingGrandchild, startAndRead } from './estate.ts';

describe('cancelling', () => {
  it('ends the command and its grandchildren', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const abort = new AbortController();
    const { pid, done } = await startAndRead(machines, 'jail15', { script: sleepingGrandchild, signal: abort.signal });
    expect(isRunning(pid)).toBe(true);
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled', details: { machine: 'jail15' } });
    expect(isRunning(pid)).toBe(false);
  });

  it('lets a program tidy up', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const abort = new AbortController();
    const script = 'trap "echo tidied >trace; exit 1" TERM; echo $$; while :; do sleep 0.1; done';
    const { done } = await startAndRead(machines, 'jail15', { script: `cd; ${script}`, signal: abort.signal });
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readFile(`${estate.folder}/jail15/trace`, 'utf8')).toBe('tidied\n');
  });

  it('kills what does not listen to TERM', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) }, { limits: { graceMs: 300 } });
    const abort = new AbortController();
    const script = 'trap "" TERM; sh -c "echo \\$\\$; while :; do sleep 0.1; done"; exit 5';
    const { pid, done } = await startAndRead(machines, 'jail15', { script, signal: abort.signal });
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(isRunning(pid)).toBe(false);
  });

  it('ends a child that holds the output although its command is over', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const abort = new AbortController();
    const script = 'sh -c "echo \\$\\$; exec sleep 600" & sleep 0.3; exit 0';
    const { pid, done } = await startAndRead(machines, 'jail15', { script, signal: abort.signal });
    // What runs now begins after the command has exited.
    await machines.exec('jail15', { script: 'sleep 0.6' });
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(isRunning(pid)).toBe(false);
  });

  it('ends it although all channels are taken', async ({ estate }) => {
    const server = await estate.start('jail15', { config: ['MaxSessions 10'] });
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const abort = new AbortController();
    const all = await Promise.all(
      Array.from({ length: 8 }, () =>
        startAndRead(machines, 'jail15', { script: sleepingGrandchild, signal: abort.signal }),
      ),
    );
    abort.abort();
    const ends = await Promise.allSettled(all.map(({ done }) => done));
    expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual(Array(8).fill('cancelled'));
    expect(all.filter(({ pid }) => isRunning(pid))).toEqual([]);
  });

  it('ends it over another connection where the machine allows one session on each', async ({ estate }) => {
    const server = await estate.start('jail15', { config: ['MaxSessions 1'] });
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const abort = new AbortController();
    const { pid, done } = await startAndRead(machines, 'jail15', { script: sleepingGrandchild, signal: abort.signal });
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled', message: expect.not.stringContaining('made sure') });
    expect(isRunning(pid)).toBe(false);
  });

  it('starts nothing where it comes before', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const request = { script: 'echo began >$HOME/trace', signal: AbortSignal.abort() };
    await expect(machines.exec('jail15', request)).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(`${estate.folder}/jail15`)).not.toContain('trace');
  });

  it('leaves the line of those that wait for a channel', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) }, { limits: { channels: 1 } });
    const first = new AbortController();
    const running = await startAndRead(machines, 'jail15', { script: sleepingGrandchild, signal: first.signal });
    const second = new AbortController();
    const waiting = machines.exec('jail15', { script: 'true', signal: second.signal });
    const third = machines.exec('jail15', { script: 'echo third' });
    second.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    first.abort();
    await expect(running.done).rejects.toMatchObject({ code: 'cancelled' });
    expect((await third).stdout.toString()).toBe('third\n');
  });
});
