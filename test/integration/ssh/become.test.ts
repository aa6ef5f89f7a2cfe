import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Become } from '../../../src-main/contract/index.ts';
import { type Estate, isRunning, it, sleepingGrandchild, startAndRead } from './estate.ts';

/** What the commands of these tests need, and no more: this machine may have a real sudo. */
const tools = ['sh', 'cat', 'ps', 'sleep', 'setsid'];

/** A server with a stand-in for sudo or doas on its PATH, or with neither. */
async function serverWith(estate: Estate, become: Become, standIn: string | undefined) {
  const bin = join(estate.folder, 'bin');
  await mkdir(bin);
  for (const tool of tools) {
    await symlink(execFileSync('/bin/sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(bin, tool));
  }
  if (standIn !== undefined) {
    await writeFile(join(bin, become), standIn);
    await chmod(join(bin, become), 0o755);
  }
  const server = await estate.start('jail15', { env: { PATH: bin } });
  await estate.know(server);
  return estate.machines({ jail15: { ...estate.targetOf(server), become } });
}

const takesOptions = 'while :; do case $1 in -n) shift ;; --) shift; break ;; *) break ;; esac; done';

describe.each(['sudo', 'doas'] as const)('becoming root by %s', (become) => {
  it('runs the command by it, without a password', async ({ estate }) => {
    const standIn = `#!/bin/sh\n[ "$1" = -n ] || exit 9\n${takesOptions}\nBY=${become} exec "$@"\n`;
    const machines = await serverWith(estate, become, standIn);
    const { stdout } = await machines.exec('jail15', { script: 'echo $BY; cat', stdin: Buffer.from('input') });
    expect(stdout.toString()).toBe(`${become}\ninput`);
  });

  it('ends the command, which is not the first process of its session', async ({ estate }) => {
    const standIn = `#!/bin/sh\n${takesOptions}\necho call >>$HOME/calls\n"$@"\nexit $?\n`;
    const machines = await serverWith(estate, become, standIn);
    const abort = new AbortController();
    const { pid, done } = await startAndRead(machines, 'jail15', { script: sleepingGrandchild, signal: abort.signal });
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(isRunning(pid)).toBe(false);
    // It may not be ours to end without it.
    const calls = await readFile(join(estate.folder, 'jail15', 'calls'), 'utf8');
    expect(calls).toBe('call\ncall\n');
  });

  it('ends the command that was given a session of its own', async ({ estate }) => {
    const standIn = `#!/bin/sh\n${takesOptions}\nsetsid -w "$@"\nexit $?\n`;
    const machines = await serverWith(estate, become, standIn);
    const abort = new AbortController();
    const { pid, done } = await startAndRead(machines, 'jail15', { script: sleepingGrandchild, signal: abort.signal });
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(isRunning(pid)).toBe(false);
  });

  it('says what to do where a password would be needed', async ({ estate }) => {
    const machines = await serverWith(
      estate,
      become,
      `#!/bin/sh\necho "${become}: a password is required" >&2\nexit 1\n`,
    );
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'permission-denied',
      message: expect.stringMatching(
        new RegExp(`jail15: ${become} does not let .* ${become}: a password is required.*configuration of ${become}`),
      ),
    });
  });

  it('says so where it is not there', async ({ estate }) => {
    const machines = await serverWith(estate, become, undefined);
    await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({
      code: 'missing-tool',
      details: { machine: 'jail15', tool: become },
    });
  });
});
