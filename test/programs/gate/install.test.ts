import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acceptedKeysProgram } from '../../../src-main/programs/gate/accepted-keys.ts';
import { checkGateProgram } from '../../../src-main/programs/gate/check-gate.ts';
import type { GateSettings } from '../../../src-main/programs/gate/gate.ts';
import { type InstallGateInput, installGateProgram } from '../../../src-main/programs/gate/install-gate.ts';
import { shells } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';

const settings: GateSettings = {
  host: 'jail15',
  backupdir: '/data/jail15',
  repository: undefined,
  nightsToKeep: 7,
  collapseShare: 0.5,
  timeZone: 'UTC',
};
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI+jail/15=';
const OTHER = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIother';

describe.each(shells)('binding a key under $name', (shell) => {
  let estate: Estate;
  let file: string;
  beforeEach(() => {
    estate = new Estate(shell);
    file = join(estate.folder, 'authorized keys');
  });
  afterEach(() => estate.end());

  const gate = () => `${join(estate.host, 'usr/local/libexec/nightkeep/gate')}`;
  const keys = () => readFileSync(file, 'latin1');
  const install = (input: Partial<InstallGateInput> = {}) =>
    estate.run(installGateProgram, { settings, keys: [KEY], spare: [], file, dryRun: false, remove: false, ...input });
  const states = async () => {
    const { result } = await estate.run(checkGateProgram, {
      host: 'jail15',
      keys: [KEY],
      file,
      backupdir: '/data/jail15',
    });
    return result?.lines.map(({ state, number }) => `${number} ${state}`);
  };

  test('changes its lines only, keeps what bounds it, and can be taken back', async () => {
    const others = `# jail15: ${KEY}\r\n\n${OTHER} caf\xe9 \t x\nfrom="10.0.0.1" ssh-rsa AAAA\\ "x"\n`;
    const text = `${others}pty,from="10.0.0.5,!10.0.0.6",expiry-time="20301231",environment="A=b" ${KEY} root@jail15 of rack 3\n${KEY}`;
    writeFileSync(file, Buffer.from(text, 'latin1'), { mode: 0o640 });
    expect(await states()).toEqual(['5 open', '6 open']);
    const bound = `command="${gate()} jail15",restrict`;
    expect(await install()).toMatchObject({ result: { changed: true, line: `${bound} ${KEY}` } });
    expect(keys()).toBe(
      `${others}${bound},from="10.0.0.5,!10.0.0.6",expiry-time="20301231" ${KEY} root@jail15 of rack 3\n${bound} ${KEY}\n`,
    );
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(await states()).toEqual(['5 gated', '6 gated']);
    expect(await install()).toMatchObject({ result: { changed: false, steps: [] } });
    // What follows `restrict` may give back what it took away.
    writeFileSync(file, Buffer.from(keys().replace(`restrict ${KEY}`, `restrict,port-forwarding ${KEY}`), 'latin1'));
    expect(await states()).toEqual(['5 gated', '6 open']);
    expect(await install({ remove: true })).toMatchObject({ exitCode: 0 });
    expect(keys()).toBe(
      `${others}from="10.0.0.5,!10.0.0.6",expiry-time="20301231" ${KEY} root@jail15 of rack 3\n${KEY}\n`,
    );
  });

  test('is written as an OpenSSH without restrict knows it, which would lock the host out', async () => {
    const old = `command="${gate()} jail15",no-port-forwarding,no-X11-forwarding,no-agent-forwarding,no-pty,no-user-rc`;
    const as = (version: string) => estate.putProgram('ssh', `echo '${version}' >&2`);
    for (const version of ['OpenSSH_6.6.1p1, OpenSSL 1.0.1e-fips', 'OpenSSH_7.1p2 FreeBSD-20160121', 'OpenSSH_5.8p2']) {
      as(version);
      writeFileSync(file, `from="10.0.0.5" ${KEY} root@jail15\n`);
      expect(await install()).toMatchObject({ result: { changed: true } });
      expect(keys(), version).toBe(`${old},from="10.0.0.5" ${KEY} root@jail15\n`);
      expect(await states()).toEqual(['1 gated']);
      expect(await install()).toMatchObject({ result: { changed: false } });
    }
    writeFileSync(file, keys().replace('no-user-rc', 'no-user-rc,port-forwarding'));
    expect(await states()).toEqual(['1 open']);
    // A newer one takes the place of the old one.
    for (const version of ['OpenSSH_7.2p2', 'OpenSSH_9.9p1, OpenSSL 3.0.15', 'OpenSSH_10.0p2']) {
      as(version);
      await install();
      expect(keys(), version).toBe(`command="${gate()} jail15",restrict,from="10.0.0.5" ${KEY} root@jail15\n`);
    }
    expect(await install({ remove: true })).toMatchObject({ exitCode: 0 });
    expect(keys()).toBe(`from="10.0.0.5" ${KEY} root@jail15\n`);
  });

  test('is refused where it would lock somebody out', async () => {
    for (const [text, said, input] of [
      [`${OTHER}\n`, /has no key that jail15 uses/, {}],
      [`${KEY}\n`, /the key that Nightkeep itself uses/, { spare: [KEY.split(' ')[1] ?? ''] }],
      [`command="rrsync /data" ${KEY}\n`, /has a command of its own/, {}],
      [`cert-authority ${KEY}\n`, /has a command of its own/, {}],
      [`command="${gate()} jail16",restrict ${KEY}\n`, /another host's as well/, {}],
      [`${KEY}\n`, /has no key for this server/, { keys: [] }],
      [`${KEY}\n`, /can not be called/, { settings: { ...settings, host: 'a b' } }],
    ] as const) {
      writeFileSync(file, text);
      expect((await install(input)).error?.message, text).toMatch(said);
      expect(keys()).toBe(text);
    }
    expect((await install({ file: '/nowhere' })).error?.message).toMatch(/there is no \/nowhere/);
  });

  test('keeps a file of keys that lies elsewhere where it is', async () => {
    const real = join(estate.folder, 'real');
    writeFileSync(real, `${KEY}\n`);
    symlinkSync('real', file);
    expect(await install()).toMatchObject({ result: { file: real } });
    expect(readFileSync(real, 'latin1')).toMatch(/^command=/);
    expect(keys()).toMatch(/^command=/);
  });

  test('frees what is bound to this gate, whoever’s key it is, and touches no other line', async () => {
    const others = [
      `restrict,pty,environment="A=b" ${KEY} root@jail15`,
      `command="${gate()} jail1",restrict ${OTHER}`,
      `command="${gate()} jail15x",restrict ${OTHER}`,
      `command="rrsync /data" ${OTHER}`,
      `# command="${gate()} jail15",restrict ${OTHER}`,
    ];
    const admin = 'ssh-rsa AAAAB3admin alice@desk';
    writeFileSync(file, `${others.join('\n')}\ncommand="${gate()} jail15",restrict,from="10.0.0.1" ${admin}\n`);
    expect(await install({ keys: [], remove: true, spare: ['AAAAB3admin'] })).toMatchObject({
      result: { changed: true, line: `from="10.0.0.1" ${admin}` },
    });
    expect(keys()).toBe(`${others.join('\n')}\nfrom="10.0.0.1" ${admin}\n`);
    expect(await install({ keys: [], remove: true })).toMatchObject({
      result: { changed: false, line: '', steps: [] },
    });
  });

  test('takes as a line’s key what sshd takes as it', async () => {
    const lines = [
      `command="say ${KEY} now" ${OTHER}`,
      `command="say \\" ${KEY} \\"" ${OTHER}`,
      `${OTHER} once ${KEY}`,
      `from="10.0.0.1"${KEY}`,
      `environment="A=b c" \t ${KEY.replace(' ', ' \t ')}\troot at  jail15 `,
      ` \t${KEY}`,
      `#${KEY}`,
      `environment="never ended ${KEY}`,
      `command="a \\" b" ${KEY} alice@desk`,
      KEY.slice(0, -4),
      `${KEY}AAAA`,
    ];
    writeFileSync(file, lines.join('\n'));
    const { result } = await estate.run(acceptedKeysProgram, { host: 'jail15', keys: [OTHER.slice(0, -1), KEY], file });
    expect(result).toEqual([
      { number: 5, key: KEY, comment: 'root at  jail15', state: 'open', file },
      { number: 6, key: KEY, comment: '', state: 'open', file },
      { number: 9, key: KEY, comment: 'alice@desk', state: 'other', file },
    ]);
    const none = await estate.run(acceptedKeysProgram, { host: 'jail15', keys: ['ssh-rsa AAAA'], file });
    expect(none.error).toMatchObject({ code: 'not-found', message: expect.stringMatching(/no key that jail15 uses/) });
    const nobody = await estate.run(acceptedKeysProgram, { host: 'jail15', keys: [], file });
    expect(nobody.error?.code).toBe('not-found');
  });
});
