import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openSettings } from '../../../src-main/ports.ts';
import { startCore } from '../../support/core.ts';
import { SmallDisk, whyNoSmallDisk } from '../../support/nights/small-disk.ts';
import { startSshd } from '../../support/sshd.ts';
import { makeClientKey } from '../../support/sshd-keys.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const modeOf = (...path: string[]) => statSync(join(...path)).mode & 0o777;

test('the files of the data folder are closed to everybody else, whatever they were, and no other file is', async () => {
  const home = tempFolder();
  openSettings(home).saveFleet({ timeZone: 'Europe/Vienna' });
  const ours = ['config.json', 'known_hosts', 'history.sqlite', 'nightkeep.log', 'nightkeep.log.1'];
  for (const name of ours.slice(1)) writeFileSync(join(home, name), '');
  for (const name of [...ours, 'notes.txt']) {
    if (name === 'notes.txt') writeFileSync(join(home, name), 'mine');
    chmodSync(join(home, name), 0o664);
  }
  const { core } = startCore({ settings: openSettings(home) });
  expect((await core.call('fleet.get', {})).fleet.timeZone).toBe('Europe/Vienna');
  expect(ours.map((name) => modeOf(home, name))).toEqual(ours.map(() => 0o600));
  expect(modeOf(home, 'notes.txt')).toBe(0o664);
});

const why = whyNoSmallDisk();

describe.skipIf(why !== undefined)(`a data folder${why ? ` (skipped: ${why})` : ''}`, () => {
  /** One on a disk of its own, with a host whose key nobody knows yet. */
  async function onItsOwnDisk(options: { readOnly?: boolean } = {}) {
    const outer = tempFolder();
    const disk = new SmallDisk(join(outer, 'disk'), join(outer, 'image'), { megabytes: 8, inodes: 200 });
    onTestFinished(() => disk.remove());
    const home = join(disk.folder, 'home');
    mkdirSync(home, { mode: 0o700 });
    const key = await makeClientKey(join(outer, 'key'));
    const server = await startSshd({
      name: 'jail15',
      folder: join(outer, 'jail15'),
      authorizedKeys: [key.line],
      env: { HOME: outer, PATH: process.env.PATH ?? '' },
    });
    onTestFinished(server.stop);
    const ssh = { host: server.host, port: server.port, user: server.user, identityFile: key.privateFile };
    const host = { name: 'jail15', ssh, configPath: '/backup.config', become: 'none' as const };
    openSettings(home).saveFleet({ hosts: [host] });
    if (options.readOnly) execFileSync('mount', ['-o', 'remount,ro', disk.folder]);
    const { core } = startCore({ settings: openSettings(home), ssh: { sshConfigPath: join(outer, 'none') } });
    const { fleet } = await core.call('fleet.get', {});
    await expect(core.call('hosts.probe', { host: 'jail15' })).rejects.toMatchObject({ code: 'host-key-unknown' });
    const trust = () => core.call('hostKeys.trust', { machine: 'jail15', fingerprint: server.fingerprint });
    const save = () => core.call('fleet.save', { fleet: { ...fleet, timeZone: 'Europe/Vienna' } });
    return { disk, home, core, trust, save };
  }

  const naming = (code: string, file: string) => ({
    code,
    message: expect.stringContaining(file),
  });

  test('on a full disk is told with its files, which stay whole, and what needs none of it goes on', async () => {
    const { disk, home, core, trust, save } = await onItsOwnDisk();
    const before = readFileSync(join(home, 'config.json'), 'utf8');
    disk.leaveBytes(0);
    await expect(save()).rejects.toMatchObject(naming('no-space', join(home, 'config.json')));
    await expect(trust()).rejects.toMatchObject(naming('no-space', join(home, 'known_hosts')));
    expect(readFileSync(join(home, 'config.json'), 'utf8')).toBe(before);
    expect((await core.call('fleet.get', {})).fleet.hosts).toHaveLength(1);
    expect((await core.call('tonight.get', {})).notKnown).toBe(1);
    disk.free();
    await trust();
    expect(await core.call('hosts.probe', { host: 'jail15' })).toMatchObject({ os: expect.anything() });
  });

  test('that may only be read is told with its files, and what needs none of it goes on', async () => {
    const { home, core, trust, save } = await onItsOwnDisk({ readOnly: true });
    await expect(save()).rejects.toMatchObject(naming('permission-denied', join(home, 'config.json')));
    await expect(trust()).rejects.toMatchObject(naming('permission-denied', join(home, 'known_hosts')));
    expect((await core.call('fleet.get', {})).fleet.hosts).toHaveLength(1);
    expect((await core.call('customers.search', { query: 'col' })).customers).toEqual([]);
  });
});
