import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Server, utils } from 'ssh2';
import { describe, expect } from 'vitest';
import type { Question } from '../../../src-main/ssh/questions.ts';
import { makeHostKey } from '../../support/sshd-keys.ts';
import { type Estate, it } from './estate.ts';

const CODE = '123456';

/**
 * A machine that accepts the estate's key and then wants a code, asked in two rounds. sshd leaves its questions to PAM,
 * whose passwords a test can't know, so it is ssh2's server that asks.
 */
async function askingMachine(estate: Estate, wants: 'keyboard-interactive' | 'password') {
  await mkdir(join(estate.folder, 'asking'));
  const hostKey = await makeHostKey(join(estate.folder, 'asking', 'host_rsa'), 'rsa');
  const { readFile } = await import('node:fs/promises');
  const allowed = utils.parseKey(estate.key.line);
  if (allowed instanceof Error) throw allowed;
  const server = new Server({ hostKeys: [await readFile(hostKey.privateFile)] }, (client) => {
    let keyAccepted = false;
    client.on('error', () => {});
    client.on('authentication', (context) => {
      if (context.method === 'publickey' && context.key.data.equals(allowed.getPublicSSH())) {
        if (!context.signature) return context.accept();
        keyAccepted = true;
        return context.reject([wants], true);
      }
      if (context.method === 'keyboard-interactive' && keyAccepted && wants === context.method) {
        return context.prompt([{ prompt: 'Name: ', echo: true }], () =>
          context.prompt([{ prompt: 'Code: ', echo: false }], ([code]) =>
            code === CODE ? context.accept() : context.reject([wants]),
          ),
        );
      }
      if (context.method === 'password' && keyAccepted && context.password === CODE) return context.accept();
      context.reject(keyAccepted ? [wants] : ['publickey']);
    });
    client.on('ready', () =>
      client.on('session', (accept) =>
        accept().on('exec', (take) => {
          const channel = take();
          channel.write('nightkeep-group 2\n');
          channel.exit(0);
          channel.end();
        }),
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  estate.atEnd(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as { port: number };
  await writeFile(estate.knownHosts, `[127.0.0.1]:${port} ${hostKey.type} ${hostKey.base64}\n`);
  return estate.targetOf({ host: '127.0.0.1', port, user: 'maria' });
}

describe('what a machine asks after the key', () => {
  it('is shown and answered, round by round, and asked again when it was wrong', async ({ estate }) => {
    const target = await askingMachine(estate, 'keyboard-interactive');
    const asked: Question[] = [];
    const answers = [['maria'], ['000000'], ['maria'], [CODE]];
    const machines = estate.machines(
      { jail15: target },
      {
        ask: async (question) => {
          asked.push(question);
          return answers[asked.length - 1];
        },
      },
    );
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
    expect(asked.map(({ machine, prompts, again }) => ({ machine, prompts, again }))).toEqual([
      { machine: 'jail15', prompts: [{ text: 'Name: ', echo: true }], again: false },
      { machine: 'jail15', prompts: [{ text: 'Code: ', echo: false }], again: false },
      { machine: 'jail15', prompts: [{ text: 'Name: ', echo: true }], again: true },
      { machine: 'jail15', prompts: [{ text: 'Code: ', echo: false }], again: true },
    ]);
  });

  it('may be a password', async ({ estate }) => {
    const target = await askingMachine(estate, 'password');
    const machines = estate.machines({ jail15: target }, { ask: async () => [CODE] });
    expect(await machines.exec('jail15', { script: 'true' })).toMatchObject({ exitCode: 0 });
  });

  it('is told, with the key that was accepted, where nobody answers', async ({ estate }) => {
    const target = await askingMachine(estate, 'keyboard-interactive');
    for (const options of [{}, { ask: async () => undefined }]) {
      const machines = estate.machines({ jail15: target }, options);
      const failure = await machines.exec('jail15', { script: 'true' }).catch((error) => error);
      expect(failure).toMatchObject({ code: 'authentication-failed', details: { questions: ['Name: '] } });
      expect(failure.message).toContain(`accepts the key ${estate.key.privateFile}, and asks besides`);
      expect(failure.message).not.toContain('authorized_keys');
    }
  });

  it('is put to nobody by what runs in the background, and to whoever comes after', async ({ estate }) => {
    const target = await askingMachine(estate, 'password');
    let asked = 0;
    const machines = estate.machines(
      { jail15: target },
      {
        ask: async () => {
          asked += 1;
          return [CODE];
        },
      },
    );
    const background = machines.exec('jail15', { script: 'true', background: true });
    const person = machines.exec('jail15', { script: 'true' });
    await expect(background).rejects.toMatchObject({ code: 'authentication-failed' });
    expect(await person).toMatchObject({ exitCode: 0 });
    expect(asked).toBe(1);
  });
});
