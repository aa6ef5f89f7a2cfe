import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { writeSshClient } from '../../support/sshd-client.ts';
import { until } from '../../support/until.ts';
import { isRunning, it, openEnded, startAndRead } from './estate.ts';

const support = fileURLToPath(new URL('../../support/sshd.ts', import.meta.url));

/** Starts a server, tells its process and port, and waits to be killed. */
const owner = (folder: string, key: string) => `
  import { startSshd } from ${JSON.stringify(support)};
  const server = await startSshd({ name: 'jail15', folder: ${JSON.stringify(folder)}, authorizedKeys: [${JSON.stringify(key)}] });
  console.log(JSON.stringify({ pid: server.pid, port: server.port, user: server.user, knownHostsLine: server.knownHostsLine }));
  setInterval(() => {}, 1000);
`;

async function gone(...pids: number[]): Promise<void> {
  await until(
    () => !pids.some(isRunning),
    () => `${pids.filter(isRunning)} still runs`,
  );
}

describe('the sshd of the tests and the demo', () => {
  it('ends, with all that runs in it, when its owner is killed', async ({ estate }) => {
    const folder = join(estate.folder, 'owned');
    const code = owner(folder, estate.key.line);
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(child.stdout), 'line');
    const server = JSON.parse(line);
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf({ ...server, host: '127.0.0.1' }) });
    const { first, done } = await startAndRead(machines, 'jail15', {
      ...openEnded(),
      script: 'echo $$; exec sleep 600',
    });
    child.kill('SIGKILL');
    await Promise.allSettled([done]);
    await gone(server.pid, Number(first));
  });

  it('ends its sessions when it is stopped', async ({ estate }) => {
    const server = await estate.start('jail15');
    await estate.know(server);
    const machines = estate.machines({ jail15: estate.targetOf(server) });
    const { first, done } = await startAndRead(machines, 'jail15', {
      ...openEnded(),
      script: 'echo $$; exec sleep 600',
    });
    await server.stop();
    expect(await readFile(server.logFile, 'utf8')).toContain('Accepted publickey');
    await Promise.allSettled([done]);
    await gone(server.pid, Number(first));
  });

  it('says why it does not start', async ({ estate }) => {
    const server = await estate.start('jail15');
    await expect(estate.start('jail16', { port: server.port })).rejects.toThrow(
      /jail16 does not start on port .*bind/is,
    );
    await expect(estate.start('jail17', { config: ['NoSuchWord yes'] })).rejects.toThrow('NoSuchWord');
  });

  it('gives its commands the environment, and machines an ssh of their own', async ({ estate }) => {
    const env = {
      PATH: `${estate.folder}/my bin:/usr/bin:/bin`,
      TZ: 'America/Los_Angeles',
      WORD: 'a "quoted" \\word $HOME',
    };
    const server = await estate.start('backup1', { env });
    const { ssh } = await writeSshClient({
      folder: join(estate.folder, 'client'),
      bin: join(estate.folder, 'my bin'),
      identityFile: estate.key.privateFile,
      servers: [server],
    });
    const said = execFileSync(ssh, ['backup1', 'echo "$PATH|$TZ|$WORD|$HOME"; command -v ssh'], { encoding: 'utf8' });
    expect(said).toBe(`${env.PATH}|${env.TZ}|${env.WORD}|${estate.folder}/backup1\n${ssh}\n`);
  });
});
