import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PROOF_NAMESPACE } from '../../../src-main/domain/gate-keys.ts';
import { hostKeysProgram } from '../../../src-main/programs/gate/host-keys.ts';
import { blobOf, flawOf } from '../../../src-main/ssh/key-proof.ts';
import { shells } from '../../support/shells.ts';
import { makeClientKey, type PublicKey } from '../../support/sshd-keys.ts';
import { Estate } from '../night/estate.ts';

const challenge = 'the key of jail15 on backup1: 5f0c';

describe.each(shells)('a host under $name', (shell) => {
  let estate: Estate;
  beforeEach(() => {
    estate = new Estate(shell);
  });
  afterEach(() => estate.end());

  const at = (name: string) => join(estate.folder, '.ssh', name);
  const make = (name: string, options = {}) => makeClientKey(at(name), options);
  /** As OpenSSH wrote private keys until 7.8: without their public half. */
  const makePem = async (name: string) => {
    const key = await make(name, { type: 'rsa' });
    execFileSync('ssh-keygen', ['-q', '-p', '-m', 'PEM', '-N', '', '-P', '', '-f', at(name)], { stdio: 'ignore' });
    return key;
  };
  /** The host's ssh, which would offer these files. */
  const offers = (files: string[], agent = 'none') =>
    estate.putProgram(
      'ssh',
      `[ "$1 $2" = '-G backup1' ] && printf '%s\\n' 'user root' 'identityagent ${agent}' ${files.map((file) => `'identityfile ${file}'`).join(' ')}`,
    );
  const ask = async (environment: Record<string, string> = {}) => {
    const { result = [] } = await estate.run(hostKeysProgram, { server: 'backup1', challenge }, environment);
    return result.map(({ type, base64, signature, unsigned }) => ({
      key: `${type} ${base64}`,
      proof:
        signature === undefined
          ? unsigned
          : (flawOf(signature, {
              blob: blobOf({ type, base64 }) as Buffer,
              namespace: PROOF_NAMESPACE,
              message: challenge,
            }) ?? 'proven'),
    }));
  };
  const told = ({ type, base64 }: PublicKey, proof: string) => ({ key: `${type} ${base64}`, proof });

  test('signs with each key that its own ssh would offer, wherever the public half lies', async () => {
    const keys = [
      await make('id'),
      await make('alone', { type: 'ecdsa' }),
      await makePem('id_rsa'),
      await make('with a blank'),
    ];
    rmSync(`${at('alone')}.pub`);
    const left = await make('left behind');
    writeFileSync(`${at('id_rsa')}.pub`, `${left.line}\n`);
    offers(['~/.ssh/none', '~/.ssh/id', at('alone'), '~/.ssh/id_rsa', '~/.ssh/with a blank']);
    expect(await ask()).toEqual(keys.map((key) => told(key, 'proven')));
    expect(readdirSync(join(estate.folder, 'tmp'))).toEqual([]);
  });

  test('signs with what its agent holds, and asks nobody for a passphrase', async () => {
    const locked = await make('locked', { passphrase: 'secret' });
    const elsewhere = await make('elsewhere');
    const socket = join(estate.folder, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      await expect.poll(() => existsSync(socket), { timeout: 300_000 }).toBe(true);
      const environment = { ...process.env, SSH_AUTH_SOCK: socket };
      execFileSync('ssh-add', ['-q', elsewhere.privateFile], { env: environment, stdio: 'ignore' });
      rmSync(elsewhere.privateFile);
      offers([at('locked'), at('elsewhere')], socket);
      expect(await ask()).toEqual([told(locked, 'failed'), told(elsewhere, 'proven')]);
      offers([at('elsewhere')], '~/agent');
      expect(await ask()).toEqual([told(elsewhere, 'proven')]);
      offers([at('elsewhere')], 'SSH_AUTH_SOCK');
      expect(await ask({ SSH_AUTH_SOCK: socket })).toEqual([told(elsewhere, 'proven')]);
      offers([at('elsewhere')]);
      expect(await ask({ SSH_AUTH_SOCK: socket })).toEqual([told(elsewhere, 'failed')]);
    } finally {
      agent.kill();
    }
  });

  test('says why it signs nothing', async () => {
    const key = await make('id');
    offers([at('id')]);
    const real = execFileSync('sh', ['-c', 'command -v ssh-keygen']).toString().trim();
    // As OpenSSH 8.0 has it.
    estate.putProgram(
      'ssh-keygen',
      `case $* in *-Y*) echo 'unknown option -- Y' >&2; echo 'usage: ssh-keygen [-q]' >&2; exit 1 ;; esac\nexec ${real} "$@"`,
    );
    expect(await ask()).toEqual([told(key, 'old')]);
    rmSync(join(estate.folder, 'bin/ssh-keygen'));
    for (const tool of ['dd', 'mktemp', 'rm', 'ln', 'cat', 'grep', 'printf'])
      symlinkSync(execFileSync('which', [tool]).toString().trim(), join(estate.folder, 'bin', tool));
    expect(await ask({ PATH: join(estate.folder, 'bin') })).toEqual([told(key, 'missing')]);

    const card = 'sk-ssh-ed25519@openssh.com AAAAGnNr';
    writeFileSync(`${at('card')}.pub`, `${card} on a card\n`);
    offers([at('card')]);
    expect(await ask()).toEqual([{ key: card, proof: 'hardware' }]);
  });

  test('is asked about no server that ssh would take for an option', async () => {
    const { error } = await estate.run(hostKeysProgram, { server: '-oProxyCommand=x', challenge });
    expect(error?.code).toBe('bad-input');
  });
});
