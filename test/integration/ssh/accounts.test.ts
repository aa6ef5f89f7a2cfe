import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type Estate, it } from './estate.ts';

/** An account of its own on this machine, which only root can make. */
const account = `nk${process.pid}`;
const why =
  process.getuid?.() !== 0
    ? 'only root can make an account'
    : spawnSync('useradd', ['--help']).status === 0
      ? undefined
      : 'there is no useradd here';
const password = (...words: string[]) => execFileSync('usermod', [...words, account]);

describe.skipIf(why !== undefined)(`an account that can't be used${why ? ` (skipped: ${why})` : ''}`, () => {
  beforeAll(() => {
    execFileSync('useradd', ['-M', '-N', '-d', '/nonexistent', '-s', '/bin/sh', '-p', '*', account]);
  });
  afterAll(() => {
    execFileSync('userdel', [account], { stdio: 'ignore' });
  });

  /** What the machine's error is, and whether ssh got in. */
  async function tried(estate: Estate, config: string[] = []) {
    const keys = join(estate.folder, 'keys');
    await mkdir(keys, { recursive: true });
    await writeFile(join(keys, account), `${estate.key.line}\n`);
    // sshd reads it as that account.
    for (const folder of [estate.folder, keys]) await chmod(folder, 0o755);
    await chmod(join(keys, account), 0o644);
    const server = await estate.start('jail15', { config: [`AuthorizedKeysFile ${keys}/%u`, ...config] });
    await estate.know(server);
    const args = ['-F', 'none', '-o', 'BatchMode=yes', '-o', `UserKnownHostsFile=${estate.knownHosts}`];
    const { status } = spawnSync('ssh', [
      ...[...args, '-i', estate.key.privateFile, '-p', String(server.port), `${account}@127.0.0.1`, 'true'],
    ]);
    const machines = estate.machines({ jail15: estate.targetOf({ ...server, user: account }) });
    const error = await machines.exec('jail15', { script: 'true' }).then(
      () => undefined,
      (failure) => failure,
    );
    return { ssh: status === 0, code: error?.code, message: error?.message ?? '' };
  }

  it('lets in where nothing is wrong with it', async ({ estate }) => {
    expect(await tried(estate)).toMatchObject({ ssh: true, code: undefined });
  });

  it.for([['no'], ['yes']])('that has expired (UsePAM %s) is told as what it may be', async ([pam], { estate }) => {
    password('-e', '1');
    const { ssh, code, message } = await tried(estate, [`UsePAM ${pam}`]);
    password('-e', '');
    expect({ ssh, code }).toEqual({ ssh: false, code: 'authentication-failed' });
    expect(message).toMatch(/expired/);
  });

  it('that has no shell is told as that, in its own words', async ({ estate }) => {
    password('-s', '/usr/sbin/nologin');
    const { ssh, code, message } = await tried(estate);
    password('-s', '/bin/sh');
    expect({ ssh, code }).toEqual({ ssh: false, code: 'program-failed' });
    expect(message).toMatch(new RegExp(`account ${account} can't run commands there.*not available.*Check its shell`));
  });

  it('whose shell is not there is refused, and the message says where to look', async ({ estate }) => {
    password('-s', '/bin/gone');
    const { ssh, code, message } = await tried(estate);
    password('-s', '/bin/sh');
    expect({ ssh, code }).toEqual({ ssh: false, code: 'authentication-failed' });
    expect(message).toContain('its log says so');
  });

  it('whose password is locked is refused, and the message says where to look', async ({ estate }) => {
    password('-L');
    const { ssh, code, message } = await tried(estate, ['UsePAM no']);
    password('-p', '*');
    expect({ ssh, code }).toEqual({ ssh: false, code: 'authentication-failed' });
    expect(message).toContain('its log says so');
  });
});
