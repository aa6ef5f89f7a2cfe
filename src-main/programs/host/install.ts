import { createHash } from 'node:crypto';
import type { InstallPlan } from '../../contract/index.ts';
import { customerLines, zoneLines } from '../night/night.ts';
import { compose, type Program } from '../program.ts';
import type { ScriptFile } from '../repository/scripts.ts';
import { encodeValue, type InputLine } from '../wire.ts';
import install from './install.sh?raw';
import place from './place.sh?raw';

/** What a host's own nights run with: nightkeep.conf. */
export interface HostSettings {
  host: string;
  configPath: string;
  timeZone: string;
  nightsToKeep: number;
  collapseShare: number;
  entryMinutes: number;
  supportAddress: string | undefined;
  customerPatterns: readonly string[];
  repository: { server: string; path: string } | undefined;
}

export interface InstallInput {
  settings: HostSettings;
  version: string;
  files: readonly ScriptFile[];
  dryRun: boolean;
  remove: boolean;
}

/** The folder of the scripts, beside the host's backup.config. */
export const scriptsFolder = (configPath: string): string => `${folderOf(configPath)}/nightkeep`;

/** The script that Nightkeep takes the place of. */
const oldScript = (configPath: string): string => `${folderOf(configPath)}/backup`;

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/'));

/** `MINUTE HOUR` between 00:00 and 03:00, spread over the fleet by the host's name. */
export function scheduleOf(host: string): string {
  const hash = createHash('sha256').update(host).digest();
  const minutes = hash.readUInt32BE(0) % 180;
  return `${minutes % 60} ${Math.floor(minutes / 60)}`;
}

/** The lines of nightkeep.conf, in the form of a program's input. */
export function configurationOf(settings: HostSettings, version: string): string {
  const { host, configPath, timeZone, nightsToKeep, collapseShare, supportAddress, customerPatterns, repository } =
    settings;
  const entrySeconds = settings.entryMinutes * 60;
  const lines: [string, string | undefined][] = [
    ['host', host],
    ['config', configPath],
    ...zoneLines(timeZone),
    ['nights', String(nightsToKeep)],
    ['share', String(Math.round(collapseShare * 100))],
    ['limit', String(entrySeconds)],
    ['support', supportAddress],
    ['version', version],
    ['repository', repository?.server],
    ['repositoryPath', repository?.path],
    ...customerLines(customerPatterns),
  ];
  return lines.flatMap(([key, value]) => (value === undefined ? [] : `${key} ${encodeValue(value)}\n`)).join('');
}

/** Puts the scripts and the cron line of a host in place, or takes them away; what is right already stays as it is. */
export const installProgram: Program<InstallInput, InstallPlan, string> = {
  name: 'install',
  source: compose(place, install),
  encode: ({ settings, version, files, dryRun, remove }) => {
    const all = [...files, { name: 'nightkeep.conf', text: configurationOf(settings, version) }];
    const flags: InputLine[] = [];
    if (dryRun) flags.push(['dry', 'yes']);
    if (remove) flags.push(['remove', 'yes']);
    return [
      ['folder', scriptsFolder(settings.configPath)],
      ['schedule', scheduleOf(settings.host)],
      ['old', oldScript(settings.configPath)],
      ...flags,
      ...all.flatMap(({ name, text }): InputLine[] => [
        ['name', name],
        ['text', text],
      ]),
      ['end', 'yes'],
    ];
  },
  reader: () => {
    const steps: string[] = [];
    let schedule = '';
    let changed = false;
    let dryRun = false;
    return {
      take({ name, fields }) {
        if (name === 'installed') {
          schedule = fields.schedule ?? '';
          changed = fields.changed === '1';
          dryRun = fields.dry === 'yes';
        }
        if (name !== 'step' || fields.text === undefined) return undefined;
        steps.push(fields.text);
        return fields.text;
      },
      result: () => ({ steps, schedule, changed, dryRun }),
    };
  },
};
