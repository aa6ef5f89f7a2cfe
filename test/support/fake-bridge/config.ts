import type { BackupConfig, ConfigHistory, ConfigProblem, KeptConfig } from '../../../src-main/contract/index.ts';
import { textChange } from '../../../src-main/domain/text-change.ts';
import { now } from './clock.ts';
import { anna } from './estate.ts';
import { entriesOf, serverOf } from './nights.ts';

export const configTexts = new Map<string, string>();

export function textOf(host: string): string {
  const known = configTexts.get(host);
  if (known !== undefined) return known;
  const entries = host === 'jail15' ? [...entriesOf(host), `${anna}/home`, '/etc'] : entriesOf(host);
  return `#!/bin/sh\nbackupdir=/data/${host}\nserver=${serverOf(host)}\n\n${entries.map((path) => `## ENTRY ${path}\n`).join('')}`;
}

export const revisionOf = (text: string): string =>
  `r${text.length}-${[...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7)}`;

const saves = new Map<string, Omit<KeptConfig, 'number' | 'change'>[]>();

/** Of jail15 there are two saves and a change by hand between them; of others what is saved here. */
function keptOf(host: string): Omit<KeptConfig, 'number' | 'change'>[] {
  const known = saves.get(host);
  if (known || host !== 'jail15') return known ?? [];
  const text = textOf(host);
  const without = text.replace(`## ENTRY ${anna}/var/spool/postfix\n`, '');
  const first = without.replace('## ENTRY /etc\n', '');
  return [
    { how: 'saved', at: '2013-02-28T17:41:00Z', by: 'maria', ticket: '#48213', text },
    { how: 'found', at: '2013-02-20T09:12:00Z', text: without },
    { how: 'saved', at: '2013-01-14T11:02:00Z', by: 'tom\n<b>', text: first },
    { how: 'found', text: first.replace('server=', '# server\nserver=') },
  ];
}

export function noteSave(host: string, text: string, ticket: string | undefined): void {
  const kept = keptOf(host);
  const before = kept[0]?.text === textOf(host) ? [] : [{ how: 'found' as const, text: textOf(host) }];
  saves.set(host, [{ how: 'saved', at: now.toISOString(), by: 'maria', ticket, text }, ...before, ...kept]);
}

export function historyOf(host: string): ConfigHistory {
  const kept = keptOf(host);
  return {
    kept: kept.map((one, index) => {
      const before = kept[index + 1]?.text;
      const change = before === undefined ? undefined : textChange(before, one.text ?? '');
      return { ...one, number: String(100_000 + kept.length - index), change };
    }),
    byHand: kept.length > 0 && kept[0]?.text !== textOf(host),
  };
}

const entryLine = /^## ENTRY (.+)$/;

export function readConfig(host: string): BackupConfig {
  const text = textOf(host);
  const entries = text.split('\n').flatMap((line, i) => {
    const path = entryLine.exec(line)?.[1];
    return path ? [{ line: i + 1, path }] : [];
  });
  return {
    text,
    revision: revisionOf(text),
    backupdir: /^backupdir=(.*)$/m.exec(text)?.[1],
    server: /^server=(.*)$/m.exec(text)?.[1],
    entries,
    problems: [],
  };
}

export function checkConfig(host: string, text: string): ConfigProblem[] {
  const seen = new Map<string, number>();
  const problems: ConfigProblem[] = [];
  if (!/^server=/m.test(text))
    problems.push({
      line: 1,
      code: 'no-server',
      message: 'No line says server=…; the night would not know where to go.',
    });
  text.split('\n').forEach((content, i) => {
    const path = entryLine.exec(content)?.[1];
    const line = i + 1;
    if (path === undefined) {
      if (!/^(#|$|backupdir=|server=)/.test(content))
        problems.push({ line, code: 'syntax', message: `Line ${line} is not understood and is kept as it is.` });
      return;
    }
    const first = seen.get(path);
    if (first !== undefined) problems.push({ line, path, code: 'duplicate', message: `Already on line ${first}.` });
    seen.set(path, line);
    if (!path.startsWith('/'))
      problems.push({ line, path, code: 'not-absolute', message: `${path} does not start with a slash.` });
    else if (path === `${anna}/home`)
      problems.push({
        line,
        path,
        code: 'symlink',
        message: `${path} on ${host} is a symlink to usr/home.`,
        suggestion: `${anna}/usr/home`,
      });
    else if (path === `${anna}/www` || path.includes('nothere'))
      problems.push({ line, path, code: 'missing', message: `${path} does not exist on ${host}.` });
  });
  return problems;
}
