import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installProgram } from '../../../src-main/programs/host/install.ts';
import {
  installedScripts,
  publishScriptsProgram,
  scriptsVersion,
} from '../../../src-main/programs/repository/scripts.ts';
import type { Shell } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';
import { fakeSendmail } from '../night/sendmail.ts';

export const configPath = '/usr/local/jail/bin/backup.config';
export const folder = '/usr/local/jail/bin/nightkeep';

/** A host that scripts can be installed on, and the server of their repository. */
export class HostWithCron extends Estate {
  constructor(shell: Shell) {
    super(shell);
    for (const path of ['usr/local/jail/bin', 'etc', 'mnt/data']) mkdirSync(join(this.host, path), { recursive: true });
    writeFileSync(join(this.host, 'mnt/data/file'), 'content');
    writeFileSync(join(this.host, configPath), 'backupdir=/data/jail15\nserver=backup1\n## ENTRY /mnt/data\n');
    this.putProgram('sendmail', fakeSendmail(join(this.folder, 'mail')));
  }

  install(options: { dryRun?: boolean; remove?: boolean; version?: string } = {}) {
    const files = installedScripts(options.version ?? '1.0.0');
    const settings = {
      host: 'jail15',
      configPath,
      timeZone: 'America/Los_Angeles',
      nightsToKeep: 7,
      collapseShare: 0.5,
      entryMinutes: 720,
      supportAddress: 'support@example.com',
      customerPatterns: ['-(?<customer>col\\d{5})-DIR'],
      repository: { server: 'backup2', path: '/data/scripts' },
    };
    const input = { settings, version: scriptsVersion(files), files, dryRun: false, remove: false, ...options };
    return this.run(installProgram, input);
  }

  publish(version: string) {
    const input = { path: '/data/scripts', files: installedScripts(version) };
    return this.run(publishScriptsProgram, input, { NIGHTKEEP_PREFIX: this.server });
  }

  /** What cron would do; its exit code. */
  cron(): number | null {
    const line = this.read('/etc/cron.d/nightkeep').split('\n')[1] ?? '';
    const command = line
      .split(' ')
      .slice(6)
      .join(' ')
      .replaceAll(folder, join(this.host, folder))
      .replace('/bin/sh', 'sh');
    return spawnSync('sh', ['-c', command], { env: this.environment }).status;
  }

  there = (path: string) => existsSync(join(this.host, path));
  read = (path: string) => readFileSync(join(this.host, path), 'utf8');
  everything = () => readdirSync(this.host, { recursive: true }).sort();
  mail = () => (existsSync(join(this.folder, 'mail')) ? readFileSync(join(this.folder, 'mail'), 'utf8') : '');
}
