import { createHash } from 'node:crypto';
import { BOOT } from '../boot.ts';
import customer from '../night/customer.sh?raw';
import mail from '../night/mail.sh?raw';
import { nightSource } from '../night/night.ts';
import { compose, embed, type Program } from '../program.ts';
import events from '../shared/events.sh?raw';
import pin from '../shared/pin.sh?raw';
import serverCall from '../shared/server-call.sh?raw';
import sha256 from '../shared/sha256.sh?raw';
import backup from './backup.sh?raw';
import publishScripts from './publish-scripts.sh?raw';
import scripts from './scripts.sh?raw';
import serveScripts from './serve-scripts.sh?raw';

const backupSource: string = compose(
  embed('nk_boot', BOOT),
  embed('nk_serve', compose(pin, scripts, serveScripts)),
  serverCall,
  sha256,
  customer,
  mail,
  backup,
);

export interface ScriptFile {
  name: string;
  text: string;
}

/** The scripts as they lie in the repository and on each host, SHA256SUMS last. */
export function installedScripts(version: string): ScriptFile[] {
  const files: ScriptFile[] = [
    { name: 'backup', text: `#!/bin/sh\n${withNewline(backupSource)}` },
    { name: 'night', text: `#!/bin/sh\n${withNewline(nightSource)}` },
  ];
  const stamp = sha256Of(files.map(({ text }) => text).join('\0')).slice(0, 8);
  files.push({ name: 'VERSION', text: `${version}+${stamp}\n` });
  const sums = files.map(({ name, text }) => `${sha256Of(text)}  ${name}\n`).join('');
  return [...files, { name: 'SHA256SUMS', text: sums }];
}

/** What `hosts.probe` finds installed, and `repository.publish` publishes. */
export const scriptsVersion = (files: readonly ScriptFile[]): string =>
  files.find(({ name }) => name === 'VERSION')?.text.trim() ?? '';

const withNewline = (text: string) => text.replace(/\n*$/, '\n');
const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

export interface PublishInput {
  /** The repository's folder on its server. */
  path: string;
  files: readonly ScriptFile[];
}

/** Puts the scripts into the repository, on its server; the checksums last. */
export const publishScriptsProgram: Program<PublishInput, string[], { name: string }> = {
  name: 'publish-scripts',
  source: compose(events, pin, publishScripts),
  encode: ({ path, files }) => [
    ['path', path],
    ...files.flatMap(({ name, text }) => [['name', name] as const, ['text', text] as const]),
  ],
  reader: () => {
    const names: string[] = [];
    return {
      take: ({ name: event, fields }) => {
        if (event !== 'published') return undefined;
        names.push(fields.name ?? '');
        return { name: fields.name ?? '' };
      },
      result: () => names,
    };
  },
};
