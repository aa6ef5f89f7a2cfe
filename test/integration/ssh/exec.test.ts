import { execFileSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect } from 'vitest';
import { BOOT, bootable } from '../../../src-main/programs/boot.ts';
import { loginShells } from '../../support/sshd-shells.ts';
import { isRunning, it, sleepingGrandchild, startAndRead } from './estate.ts';

describe('exec', () => {
  it('gives exit code, output and what was said on stderr', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const result = await machines.exec('jail15', {
      script: 'cat; echo oops >&2; exit 3',
      stdin: Buffer.from([0, 10, 255]),
    });
    expect(result).toEqual({
      exitCode: 3,
      signal: undefined,
      stdout: Buffer.from([0, 10, 255]),
      stderr: Buffer.from('oops\n'),
    });
  });

  it('tells the signal that ended a command', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    expect(await machines.exec('jail15', { script: 'kill -s KILL $$' })).toMatchObject({
      exitCode: null,
      signal: 'SIGKILL',
    });
  });

  it('hands output over as it comes', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const stdin = new Readable({ read() {} });
    // The command waits for stdin, which is given only once its first line is here.
    const { first, done } = await startAndRead(machines, 'jail15', { script: 'echo first; read -r x; exit $x', stdin });
    expect(first).toBe('first');
    stdin.push('7\n');
    stdin.push(null);
    expect(await done).toMatchObject({ exitCode: 7, stdout: Buffer.alloc(0) });
  });

  it('reads output no faster than it is taken', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    let bytes = 0;
    let open = 0;
    let most = 0;
    await machines.exec('jail15', {
      script: 'dd if=/dev/zero bs=65536 count=100 2>/dev/null',
      async onStdout(chunk) {
        most = Math.max(most, ++open);
        await new Promise((resolve) => setTimeout(resolve, 2));
        open -= 1;
        bytes += chunk.length;
      },
    });
    expect(bytes).toBe(6_553_600);
    expect(most).toBe(1);
    const failed = machines.exec('jail15', {
      script: 'dd if=/dev/zero bs=65536 count=100 2>/dev/null; exec sleep 600',
      onStdout: () => Promise.reject(new Error('no more of this')),
    });
    await expect(failed).rejects.toThrow('no more of this');
  });

  it('reads a stream no faster than the machine takes it', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const chunk = Buffer.alloc(64 * 1024, 'x');
    let given = 0;
    const stdin = new Readable({
      read() {
        given += chunk.length;
        this.push(given <= 64 * 1024 * 1024 ? chunk : null);
      },
    });
    // It says that it reads after a second, by which time all would have been taken without backpressure.
    const { done } = await startAndRead(machines, 'jail15', { script: 'sleep 1; echo reading; wc -c', stdin });
    expect(given).toBeLessThan(16 * 1024 * 1024);
    expect(await done).toMatchObject({ exitCode: 0 });
    expect(given).toBeGreaterThan(64 * 1024 * 1024);
  });

  it('ends well where the command does not read its input', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const endless = Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(32 * 1024);
      })(),
    );
    expect(await machines.exec('jail15', { script: 'exit 4', stdin: endless })).toMatchObject({ exitCode: 4 });
    expect(endless.destroyed).toBe(true);
  });

  it('ends the command where its input fails', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const stdin = new Readable({ read() {} });
    const { pid, done } = await startAndRead(machines, 'jail15', { script: 'echo $$; cat', stdin });
    stdin.destroy(new Error('the disk broke'));
    await expect(done).rejects.toThrow('the disk broke');
    expect(isRunning(pid)).toBe(false);
  });

  it('rejects, and ends the command, where its output is refused', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    let pid = 0;
    const onStdout = (chunk: Buffer) => {
      pid = Number(chunk.toString());
      throw new Error('not a number I like');
    };
    await expect(machines.exec('jail15', { script: 'echo $$; exec sleep 600', onStdout })).rejects.toThrow(
      'not a number I like',
    );
    expect(isRunning(pid)).toBe(false);
  });

  it('keeps the last 64 KiB of stderr', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const script = 'i=0; while [ $i -lt 20000 ]; do echo "line $i"; i=$((i+1)); done >&2';
    const { stderr } = await machines.exec('jail15', { script });
    expect(stderr.length).toBe(64 * 1024);
    expect(stderr.toString()).toMatch(/line 19998\nline 19999\n$/);
  });

  it('ends a command that says nothing for too long', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const request = { script: sleepingGrandchild, idleTimeoutMs: 300 };
    const { pid, done } = await startAndRead(machines, 'jail15', request);
    await expect(done).rejects.toMatchObject({
      code: 'timed-out',
      message: expect.stringContaining('jail15'),
      details: { machine: 'jail15' },
    });
    expect(isRunning(pid)).toBe(false);
  });

  it('lets a command run that goes on saying something', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const script = 'i=0; while [ $i -lt 8 ]; do echo . >&2; sleep 0.1; i=$((i+1)); done';
    expect(await machines.exec('jail15', { script, idleTimeoutMs: 500 })).toMatchObject({ exitCode: 0 });
  });

  it('leaves out what the login prints before the command', async ({ estate }) => {
    const shell = join(estate.folder, 'noisy-shell');
    await writeFile(shell, '#!/bin/sh\nprintf "Welcome to jail15\\n3 users, no newline"\nexec sh "$@"\n');
    await chmod(shell, 0o755);
    const server = await estate.start('jail15', { loginShell: shell });
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const { stdout } = await machines.exec('jail15', { script: 'echo mine' });
    expect(stdout.toString()).toBe('mine\n');
  });

  it('says so where the account can run nothing', async ({ estate }) => {
    const shell = join(estate.folder, 'no-login');
    await writeFile(shell, '#!/bin/sh\necho This account is not available.\nexit 1\n');
    await chmod(shell, 0o755);
    const server = await estate.start('jail15', { loginShell: shell });
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    await expect(machines.exec('jail15', { script: 'echo mine' })).rejects.toMatchObject({
      code: 'program-failed',
      message: expect.stringMatching(/jail15.*This account is not available/),
    });
  });

  it('runs fifty commands at once on one connection', async ({ estate }) => {
    // sshd's own default; one more channel than that on a connection would be refused.
    const server = await estate.start('jail15', { config: ['MaxSessions 10'] });
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        machines.exec('jail15', { script: 'cat; echo $SSH_CONNECTION', stdin: Buffer.from(`${i} `) }),
      ),
    );
    const lines = results.map(({ stdout }) => stdout.toString().trim());
    expect(lines.map((line) => Number(line.split(' ')[0]))).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(new Set(lines.map((line) => line.split(' ').slice(1).join(' '))).size).toBe(1);
  });

  it('refuses machines that are not of the fleet', async ({ estate }) => {
    const machines = estate.machines({});
    await expect(machines.exec('jail99', { script: 'true' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(machines.exec('root@127.0.0.1:22', { script: 'true' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses a script that some login shell would take apart', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    for (const script of ["echo 'x'", 'echo a\necho b', 'echo !x']) {
      await expect(machines.exec('jail15', { script })).rejects.toThrow('must not hold');
    }
  });
});

describe.each(loginShells)('an account whose shell is $name', ({ path }) => {
  it('runs programs, byte for byte, and lets them be ended', async ({ estate }) => {
    const server = await estate.start('jail15', { loginShell: path });
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const input = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const program = bootable('# it\'s "quoted" \\ $HOME `x` !!\ncat\n');
    const { stdout, exitCode } = await machines.exec('jail15', {
      script: BOOT,
      stdin: Buffer.concat([Buffer.from(program), input]),
    });
    expect(exitCode).toBe(0);
    expect(stdout).toEqual(input);

    const abort = new AbortController();
    const request = { script: sleepingGrandchild, signal: abort.signal };
    const { pid, done } = await startAndRead(machines, 'jail15', request);
    abort.abort();
    await expect(done).rejects.toMatchObject({ code: 'cancelled' });
    expect(isRunning(pid)).toBe(false);
  });
});

const cshs = loginShells.filter(({ name }) => /csh$/.test(name));

describe.skipIf(cshs.length === 0)(
  `an account whose .cshrc prints lines${cshs.length === 0 ? ' (skipped: there is no csh here)' : ''}`,
  () => {
    it.for(cshs)('runs programs as if it printed none ($name)', async ({ path }, { estate }) => {
      const server = await estate.start('jail15', { loginShell: path });
      await writeFile(join(estate.folder, 'jail15/.cshrc'), 'echo Welcome to this machine\necho -n no whole line\n');
      await estate.know(server);
      const machines = estate.machines({ jail15: estate.targetOf(server) });
      expect(execFileSync(path, ['-c', 'true'], { env: { HOME: join(estate.folder, 'jail15') } }).toString()).toBe(
        'Welcome to this machine\nno whole line',
      );
      const { stdout, exitCode } = await machines.exec('jail15', {
        script: BOOT,
        stdin: Buffer.from(`${bootable('cat\n')}what it says`),
      });
      expect({ stdout: stdout.toString(), exitCode }).toEqual({ stdout: 'what it says', exitCode: 0 });
    });
  },
);
