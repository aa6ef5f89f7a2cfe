import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Told } from './both.ts';

const page = new URL('../../../../docs/ssh.md', import.meta.url);
const marks = { begin: '<!-- table -->\n', end: '<!-- end of table -->' };
/** Its words differ from version to version. */
const client = /^OpenSSH_[^ ,]+/.exec(spawnSync('ssh', ['-V'], { encoding: 'utf8' }).stderr)?.[0] ?? 'no OpenSSH';

export interface Row extends Told {
  name: string;
}

/** The page's table, and which OpenSSH it was made with. */
export function onPage(): { client: string | undefined; rows: Row[] } {
  const text = readFileSync(page, 'utf8');
  const table = text.slice(text.indexOf(marks.begin), text.indexOf(marks.end));
  const rows = [...table.matchAll(/^\| (?!What |---)(.+) \|$/gm)].map(([, cells = '']) => {
    const [name = '', ssh = '', nightkeep = ''] = cells.split(/(?<!\\) \| /).map(uncell);
    return { name, ssh, nightkeep };
  });
  return { client: /^By (\S+)\.$/m.exec(table)?.[1], rows };
}

/** What of the page can be held to what is measured here: all of it, or with another OpenSSH whether each gets in. */
export const comparable = (rows: readonly Row[]): Row[] =>
  onPage().client === client
    ? [...rows]
    : rows.map((row) => ({ ...row, ssh: String(row.ssh === 'in'), nightkeep: String(row.nightkeep === 'in') }));

/** Puts the table into the page. */
export function writePage(rows: readonly Row[]): void {
  const text = readFileSync(page, 'utf8');
  const [before] = text.split(marks.begin) as [string];
  const after = text.slice(text.indexOf(marks.end));
  const lines = rows.map((row) => `| ${[row.name, row.ssh, row.nightkeep].map(cell).join(' | ')} |`);
  const table = [`By ${client}.`, '', '| What | `ssh HOST true` | Nightkeep |', '| --- | --- | --- |', ...lines];
  writeFileSync(page, `${before}${marks.begin}${table.join('\n')}\n${after}`);
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
const uncell = (text: string) => text.replaceAll('\\|', '|').replaceAll('&lt;', '<');
