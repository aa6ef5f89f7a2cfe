import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkGateProgram } from '../../../src-main/programs/gate/check-gate.ts';
import type { GateSettings } from '../../../src-main/programs/gate/gate.ts';
import {
  hostKeysProgram,
  type InstallGateInput,
  installGateProgram,
} from '../../../src-main/programs/gate/install-gate.ts';
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

  test('finds the key as the host’s own ssh would', async () => {
    mkdirSync(join(estate.folder, '.ssh'));
    writeFileSync(join(estate.folder, '.ssh/id.pub'), `${KEY} of jail15\n`);
    writeFileSync(join(estate.folder, '.ssh/id'), 'on a card');
    estate.putProgram(
      'ssh',
      `[ "$1 $2" = '-G backup1' ] && printf 'user root\\nidentityfile ~/.ssh/none\\nidentityfile ~/.ssh/id\\n'`,
    );
    expect((await estate.run(hostKeysProgram, { server: 'backup1' })).result).toEqual([KEY]);
    expect((await estate.run(hostKeysProgram, { server: '-oProxyCommand=x' })).error?.code).toBe('bad-input');
  });
});
