import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Command, Method } from '../method.ts';
import type { Source } from '../source.ts';
import { stepTimes } from './step-log.ts';

export type Kind = 'default' | 'link_dest';

const which = (name: string) => execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();

/** rsnapshot, or undefined where this machine has none. */
export function rsnapshot(folder: string, kind: Kind, source: Source): Method | undefined {
  let program: string;
  try {
    program = which('rsnapshot');
  } catch {
    return undefined;
  }
  const root = join(folder, 'nights');
  const log = join(folder, 'steps');
  const config = join(folder, 'rsnapshot.conf');
  fs.mkdirSync(root, { recursive: true });
  fs.writeFileSync(config, configuration(kind, root, source, wrap(folder, log)));
  return {
    name: `rsnapshot-${kind}`,
    label: kind === 'default' ? 'rsnapshot, default (cp -al)' : 'rsnapshot, link_dest 1 and lazy deletes',
    folder,
    command: (): Command => ({ file: program, args: ['-c', config, 'daily'] }),
    steps: (_said, text) => {
      const step = stepTimes(text);
      return { publish: step('rsync', 'rsync-end'), deletion: step('rm', 'rm-end') };
    },
    oldest: (nights) => ({ path: join(root, 'daily.6', 'host', source.root), night: nights - 7 }),
  };
}

/** The tools it calls, each dating its start and its end. */
function wrap(folder: string, log: string): Record<'rsync' | 'cp' | 'rm', string> {
  const wrapped = (name: string) => {
    const path = join(folder, `dated-${name}`);
    const date = (step: string) => `echo "${step} $(date +%s%N)" >>'${log}'`;
    const script = `#!/bin/sh\n${date(name)}\n${which(name)} "$@"\ncode=$?\n${date(`${name}-end`)}\nexit $code\n`;
    fs.writeFileSync(path, script, { mode: 0o755 });
    return path;
  };
  return { rsync: wrapped('rsync'), cp: wrapped('cp'), rm: wrapped('rm') };
}

function configuration(kind: Kind, root: string, source: Source, tools: Record<string, string>): string {
  const lines = [
    ['config_version', '1.2'],
    ['snapshot_root', `${root}/`],
    ['cmd_rsync', tools.rsync],
    ['cmd_cp', tools.cp],
    ['cmd_rm', tools.rm],
    ['retain', 'daily', '7'],
    ['verbose', '2'],
    ['loglevel', '2'],
    ...(kind === 'link_dest'
      ? [
          ['link_dest', '1'],
          ['use_lazy_deletes', '1'],
        ]
      : []),
    ...source.entries.map((entry) => ['backup', `${entry}/`, 'host/']),
  ];
  return lines.map((line) => `${line.join('\t')}\n`).join('');
}
