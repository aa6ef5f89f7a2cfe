import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BOOT, bootable } from '../../../src-main/programs/boot.ts';
import { type LookAroundInput, lookAroundProgram } from '../../../src-main/programs/fleet/look-around.ts';
import { encodeInput, LineSplitter, parseEvent } from '../../../src-main/programs/wire.ts';
import { shells } from '../../support/shells.ts';
import { tempFolder } from '../../support/temp-folder.ts';

describe.each(shells)('looking around under $name', ({ argv: [command = '', ...args] }) => {
  function look(input: LookAroundInput, env: Record<string, string>) {
    const stdin = Buffer.concat([
      Buffer.from(bootable(lookAroundProgram.source)),
      encodeInput(lookAroundProgram.encode(input)),
    ]);
    const { stdout, stderr, status } = spawnSync(command, [...args, '-c', BOOT], {
      input: stdin,
      env: { ...process.env, ...env },
    });
    expect([status, stderr.toString()]).toEqual([0, '']);
    const reader = lookAroundProgram.reader();
    for (const line of new LineSplitter().push(stdout)) reader.take(parseEvent(line));
    return reader.result();
  }

  const machine = () => {
    const root = tempFolder();
    const put = (path: string, text = '') => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    return { root, put };
  };

  test('a backup.config is found in the usual places, where it was said to be, and beside what cron starts', () => {
    const { root, put } = machine();
    for (const path of ['usr/local/jail/bin', 'my own', 'opt/x y', 'old']) put(`${path}/backup.config`);
    put('etc/crontab', `# 1 2 * * * /no/backup\n5 1 * * * root sleep 3; /old/nightkeep/backup >/dev/null\n`);
    const { configs, os } = look({ role: 'host', configPath: '/my own/backup.config' }, { NIGHTKEEP_PREFIX: root });
    expect(configs).toEqual(['/my own/backup.config', '/usr/local/jail/bin/backup.config', '/old/backup.config']);
    expect(os).not.toBe('unknown');
  });

  test('a machine whose system lies elsewhere is told by the paths it has', () => {
    const { root, put } = machine();
    put('usr/local/sbin/backup.config');
    expect(look({ role: 'host', configPath: undefined }, { NIGHTKEEP_SYSTEM: root }).configs).toEqual([
      `${root}/usr/local/sbin/backup.config`,
    ]);
  });

  test('one that can’t be read, and a folder of that name, are not told', () => {
    const { root, put } = machine();
    mkdirSync(join(root, 'etc', 'backup.config'), { recursive: true });
    put('usr/local/etc/backup.config');
    chmodSync(join(root, 'usr/local/etc/backup.config'), 0);
    const { configs } = look({ role: 'host', configPath: undefined }, { NIGHTKEEP_PREFIX: root });
    expect(configs).toEqual(process.getuid?.() === 0 ? ['/usr/local/etc/backup.config'] : []);
  });

  test('a server tells the folders that have nights in them', () => {
    const { root, put } = machine();
    put('data/jail15/0/etc/x');
    put('data/jail 16/.nightkeep/lock/x');
    put('data/other/x');
    put('mnt/big/jail17/0/x');
    const { backupdirs, configs } = look({ role: 'server', configPath: undefined }, { NIGHTKEEP_PREFIX: root });
    expect(backupdirs.sort()).toEqual(['/data/jail 16', '/data/jail15', '/mnt/big/jail17']);
    expect(configs).toEqual([]);
  });
});
