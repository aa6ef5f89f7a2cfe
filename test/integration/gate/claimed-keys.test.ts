import { appendFile, chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CommandInput, GatePlan } from '../../../src-main/contract/index.ts';
import type { Core } from '../../../src-main/core.ts';
import { runJob } from '../../support/core-jobs.ts';
import { type HostPlan, hosts } from '../../support/fleet/plan.ts';
import { openCore, type StartedFleet, startFleet } from '../../support/fleet/start.ts';
import { removeTree } from '../../support/nights/folder.ts';
import { makeClientKey, type PublicKey } from '../../support/sshd-keys.ts';

const plan = hosts.find(({ name }) => name === 'jail15') as HostPlan;

let fleet: StartedFleet;
let core: Core;
let keysFile: string;
/** The lines of the server's keys, and what the host's ssh is told, as they were. */
let before: string;
let sshConfig: string;
let own: PublicKey;
let alice: PublicKey;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nk-claimed-'));
  fleet = await startFleet({ folder, only: ['jail15'], nights: 0, filesPerCustomer: 1 });
  core = openCore(fleet.home);
  keysFile = fleet.layout.own(plan.server, 'sshd', 'authorized_keys');
  own = await makeClientKey(fleet.layout.own('jail15', 'id_ed25519'));
  alice = await makeClientKey(join(folder, 'desk', 'alice'), { comment: 'alice@desk' });
  before = await readFile(keysFile, 'utf8');
  sshConfig = await readFile(fleet.layout.own('jail15', 'ssh_config'), 'utf8');
});

afterAll(async () => {
  await core.close();
  await fleet.stop();
  removeTree(fleet.layout.folder);
});

afterEach(async () => {
  await writeFile(keysFile, before);
  await writeFile(fleet.layout.own('jail15', 'ssh_config'), sshConfig);
  await sshKeygen(undefined);
});

const keys = () => readFile(keysFile, 'utf8');
const install = (input: Omit<CommandInput<'gate.install'>, 'host'> = {}) =>
  runJob(core, 'gate.install', { host: 'jail15', ...input }) as Promise<GatePlan>;
const lineOf = (text: string, { base64 }: PublicKey) => text.split('\n').find((line) => line.includes(base64)) ?? '';
const gated = /^command="[^"]+\/gate jail15",restrict /;

/** The host has this key's public half, and names it as a key with which it logs in. */
async function claims({ line }: PublicKey, file = 'id_alice'): Promise<void> {
  const path = fleet.layout.own('jail15', file);
  await writeFile(`${path}.pub`, `${line}\n`);
  await writeFile(fleet.layout.own('jail15', 'ssh_config'), `${sshConfig}  IdentityFile "${path}"\n`);
}

/** The host's own ssh-keygen: what it does where it is to sign. */
async function sshKeygen(signs: string | undefined): Promise<void> {
  const path = fleet.layout.own('jail15', 'bin', 'ssh-keygen');
  const real = '/usr/bin/ssh-keygen';
  const text = signs === undefined ? '' : `case $* in *-Y*) ${signs} ;; esac\n`;
  await writeFile(path, `#!/bin/sh\n${text}exec ${real} "$@"\n`);
  await chmod(path, 0o755);
}

describe('a key that a host names as its own', () => {
  test('is bound where the host holds it, and shown to be so', async () => {
    const look = await install({ dryRun: true });
    expect(look.keys).toEqual([
      {
        server: plan.server,
        file: fleet.layout.own(plan.server, 'home', '.ssh', 'authorized_keys'),
        number: expect.any(Number),
        state: 'open',
        comment: 'jail15',
        keyType: 'ssh-ed25519',
        fingerprint: own.fingerprint,
        proven: true,
        doubts: [],
        forbidden: false,
        chosen: true,
      },
    ]);
    await install();
    expect(lineOf(await keys(), own)).toMatch(gated);
  });

  test('is not bound where it is an administrator’s, of which the host has the public half', async () => {
    await appendFile(keysFile, `${alice.line}\n`);
    await claims(alice);
    const text = await keys();
    await expect(install()).rejects.toThrow(
      new RegExp(`The key ${alice.fingerprint.replaceAll('+', '\\+')} in line \\d+ .* jail15 did not prove`),
    );
    expect(await keys()).toBe(text);

    const look = await install({ dryRun: true });
    expect(look.keys.map(({ comment, proven, chosen }) => ({ comment, proven, chosen }))).toEqual([
      { comment: 'jail15', proven: true, chosen: true },
      { comment: 'alice@desk', proven: false, chosen: false },
    ]);
    expect(look.keys[1]?.doubts).toEqual([expect.stringMatching(/did not prove/), expect.stringMatching(/alice@desk/)]);
    expect(look.steps.join('\n')).not.toContain(alice.base64);

    await install({ keys: [own.fingerprint] });
    expect(lineOf(await keys(), own)).toMatch(gated);
    expect(lineOf(await keys(), alice)).toBe(alice.line);
    const { open } = await core.call('gate.check', { host: 'jail15' });
    expect(open[0]).toMatch(/jail15 says so, but did not prove/);
  });

  test('is not bound for a signature of another’s, made elsewhere or before, even if it is named', async () => {
    await appendFile(keysFile, `${alice.line.replace('alice@desk', 'jail15')}\n`);
    await claims(alice);
    const text = await keys();
    const stolen = join(fleet.layout.folder, 'stolen');
    const ways = {
      // Its own key, for whatever it is asked.
      'by another key': `exec /usr/bin/ssh-keygen -Y sign -n gate@nightkeep -f '${own.privateFile}'`,
      // What Alice signed for git, with the text that is asked for.
      'for something else': `cat >'${stolen}'; exec /usr/bin/ssh-keygen -Y sign -n git -f '${alice.privateFile}' <'${stolen}'`,
      // What she signed for the gate, of another time.
      'not of what had to be signed': `echo earlier | exec /usr/bin/ssh-keygen -Y sign -n gate@nightkeep -f '${alice.privateFile}'`,
      'no signature': "printf '%s\\n' '-----BEGIN SSH SIGNATURE-----' 'AAAA' '-----END SSH SIGNATURE-----'; exit 0",
    };
    for (const [why, way] of Object.entries(ways)) {
      await sshKeygen(way);
      await expect(install({ keys: [alice.fingerprint] }), why).rejects.toThrow(new RegExp(`is wrong: it .*${why}`));
      await expect(install(), why).rejects.toThrow(/is wrong/);
      expect(await keys()).toBe(text);
    }
  });

  test('is bound by its fingerprint where the host’s ssh-keygen is too old to sign', async () => {
    await sshKeygen("echo 'unknown option -- Y' >&2; exit 1");
    await expect(install()).rejects.toThrow(/too old to sign.*Upgrade OpenSSH on jail15.*"keys": \["SHA256:/);
    expect(await keys()).toBe(before);
    await expect(install({ keys: [alice.fingerprint] })).rejects.toThrow(/accepts no key with the fingerprint/);
    await install({ keys: [own.fingerprint] });
    expect(lineOf(await keys(), own)).toMatch(gated);
    // Bound once, it needs no name again.
    expect(await install()).toMatchObject({ changed: false });
  });

  test('is bound only by name where its line says somebody else', async () => {
    await writeFile(keysFile, before.replace(/ jail15$/m, ' alice@desk'));
    const text = await keys();
    await expect(install()).rejects.toThrow(/“alice@desk”, names somebody or something else than jail15/);
    expect(await keys()).toBe(text);
    await install({ keys: [own.fingerprint] });
    expect(lineOf(await keys(), own)).toMatch(gated);
  });

  test('and was bound is freed without asking the host', async () => {
    await install();
    // An administrator whom an older version of this app had bound.
    const bound = lineOf(await keys(), own);
    await appendFile(keysFile, `${bound.slice(0, bound.indexOf('ssh-ed25519'))}${alice.line}\n`);
    await writeFile(fleet.layout.own('jail15', 'ssh_config'), 'IdentityFile /nowhere\n');
    const freed = await install({ remove: true });
    expect(freed).toMatchObject({ keys: [], changed: true });
    expect(await keys()).toBe(`${before}${alice.line}\n`);
  });

  test('is named to bind it, not to free it', async () => {
    await expect(install({ remove: true, keys: [own.fingerprint] })).rejects.toThrow(/not to free them/);
    await expect(install({ keys: ['alice'] })).rejects.toThrow(/a fingerprint as SHA256/);
  });
});
