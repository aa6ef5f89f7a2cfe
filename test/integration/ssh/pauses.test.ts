import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { makeClientKey } from '../../support/sshd-keys.ts';
import { type Estate, it } from './estate.ts';

/**
 * The longest that the app may stand still while it connects, in milliseconds: 50, or as many times more as this machine
 * is slower than one that takes 23 ms of its processor for 2,000 checksums.
 */
const LONGEST_MS = 50 * Math.max(1, costOfChecksums(2000) / 23);

function costOfChecksums(count: number): number {
  const before = process.threadCpuUsage();
  for (let one = 0; one < count; one++) createHmac('sha1', Buffer.alloc(20, one)).update(`host${one}`).digest();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/**
 * The longest turn of the main thread while `work` goes on, in milliseconds. The thread's own CPU time is counted: what
 * other programs of this machine take is no pause of the app's making.
 */
async function longestTurn(work: Promise<unknown>): Promise<number> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  let longest = 0;
  let before = process.threadCpuUsage();
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve));
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    before = process.threadCpuUsage();
  }
  await over;
  return longest;
}

/** The least of the longest turns of several times: what collects garbage, or is compiled, comes in one of them alone. */
async function leastOf(times: number, longest: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let left = times; left > 0 && least >= LONGEST_MS; left--) least = Math.min(least, await longest());
  return least;
}

let isWarm = false;

/** Once all of the code has been loaded, which takes as long as it takes. */
async function warmUp(estate: Estate): Promise<void> {
  if (isWarm) return;
  isWarm = true;
  const key = await makeClientKey(join(estate.folder, 'warm_key'), { passphrase: 'warm' });
  const server = await estate.start('warm', { authorizedKeys: [key.line, estate.key.line] });
  await estate.know(server);
  const machines = estate.machines({
    plain: estate.targetOf(server),
    locked: estate.targetOf(server, { identityFile: key.privateFile }),
  });
  await machines.exec('plain', { script: 'true' });
  await machines.exec('locked', { script: 'true' }).catch(() => machines.providePassphrase('locked', 'warm'));
  await machines.exec('locked', { script: 'true' });
}

/** How long the app stood still while it logged in with this key, by this passphrase. */
async function pauseWith(estate: Estate, privateFile: string, config: string[] = [], passphrase?: string) {
  const line = readFileSync(`${privateFile}.pub`, 'utf8');
  await warmUp(estate);
  const server = await estate.start('jail15', { authorizedKeys: [line], config });
  await estate.know(server);
  return leastOf(3, async () => {
    const machines = estate.machines({ jail15: estate.targetOf(server, { identityFile: privateFile }) });
    if (passphrase !== undefined) {
      await expect(machines.exec('jail15', { script: 'true' })).rejects.toMatchObject({ code: 'passphrase-needed' });
      machines.providePassphrase('jail15', passphrase);
    }
    const login = machines.exec('jail15', { script: 'true' });
    const longest = await longestTurn(login);
    expect(await login).toMatchObject({ exitCode: 0 });
    return longest;
  });
}

const keygen = (...args: string[]) => execFileSync('ssh-keygen', ['-q', ...args], { stdio: 'ignore' });

describe('connecting leaves the app awake', () => {
  it.for([16, 64])('with a key whose passphrase goes through %d rounds', async (rounds, { estate }) => {
    const file = join(estate.folder, 'locked');
    keygen('-t', 'ed25519', '-a', String(rounds), '-N', 'open sesame', '-f', file);
    expect(await pauseWith(estate, file, [], 'open sesame')).toBeLessThan(LONGEST_MS);
  });

  it('with a locked key in PKCS8 that takes many rounds, too', async ({ estate }) => {
    const file = join(estate.folder, 'locked');
    keygen('-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', '', '-f', file);
    const locked = execFileSync('openssl', [
      ...['pkcs8', '-topk8', '-in', file, '-v2', 'aes256', '-iter', '1000000', '-passout', 'pass:open sesame'],
    ]);
    await writeFile(file, locked, { mode: 0o600 });
    expect(await pauseWith(estate, file, [], 'open sesame')).toBeLessThan(LONGEST_MS);
  });

  it('with a known_hosts of ten thousand hashed names', async ({ estate }) => {
    await warmUp(estate);
    const server = await estate.start('jail15');
    const hashed = Array.from({ length: 10_000 }, (_, index) => {
      const [salt, name] = [Buffer.alloc(20, index), `host${index}.example.com`];
      const hash = createHmac('sha1', salt).update(name).digest('base64');
      return `|1|${salt.toString('base64')}|${hash} ${server.hostKeys[0]?.type} ${server.hostKeys[0]?.base64}\n`;
    });
    await writeFile(estate.knownHosts, `${hashed.join('')}${server.knownHostsLine}\n`);
    const login = () => {
      const machines = estate.machines({ jail15: estate.targetOf(server) });
      return longestTurn(machines.exec('jail15', { script: 'true' }));
    };
    expect(await leastOf(3, login)).toBeLessThan(LONGEST_MS);
  });

  it('with an RSA key of 4096 bits', async ({ estate }) => {
    const file = join(estate.folder, 'rsa');
    keygen('-t', 'rsa', '-b', '4096', '-N', '', '-f', file);
    expect(await pauseWith(estate, file)).toBeLessThan(LONGEST_MS);
  });

  it('with a certificate', async ({ estate }) => {
    const [authority, file] = [join(estate.folder, 'ca'), join(estate.folder, 'certified')];
    keygen('-t', 'ed25519', '-N', '', '-f', authority);
    keygen('-t', 'ed25519', '-N', '', '-f', file);
    keygen(
      '-s',
      authority,
      '-I',
      'maria',
      '-n',
      execFileSync('id', ['-un'], { encoding: 'utf8' }).trim(),
      `${file}.pub`,
    );
    expect(await pauseWith(estate, file, [`TrustedUserCAKeys ${authority}.pub`])).toBeLessThan(LONGEST_MS);
  });

  it.for([2048, 3072, 8192])('with a group of %d bits that the machine makes up', async (bits, { estate }) => {
    const moduli = join(estate.folder, 'moduli');
    const groups = readFileSync('/etc/ssh/moduli', 'utf8').split('\n');
    await writeFile(moduli, `${groups.filter((line) => line.split(' ')[4] === String(bits - 1)).join('\n')}\n`);
    const config = ['KexAlgorithms diffie-hellman-group-exchange-sha256', `ModuliFile ${moduli}`];
    expect(await pauseWith(estate, estate.key.privateFile, config)).toBeLessThan(LONGEST_MS);
  });

  it.for([14, 16, 18])('with the well-known group %d', async (group, { estate }) => {
    const hash = group === 14 ? 'sha256' : 'sha512';
    const config = [`KexAlgorithms diffie-hellman-group${group}-${hash}`];
    expect(await pauseWith(estate, estate.key.privateFile, config)).toBeLessThan(LONGEST_MS);
  });
});
