import { readFileSync, writeFileSync } from 'node:fs';
import type { Told } from './both.ts';

const page = new URL('../../../../docs/ssh.md', import.meta.url);
const marks = { begin: '<!-- table -->\n', end: '<!-- end of table -->' };

export interface Row extends Told {
  name: string;
}

/** The first column of the page's table. */
export function namesOnPage(): string[] {
  const text = readFileSync(page, 'utf8');
  const table = text.slice(text.indexOf(marks.begin), text.indexOf(marks.end));
  return [...table.matchAll(/^\| (?!What |---)(.+?) \| /gm)].map(([, name]) => (name as string).replaceAll('\\|', '|'));
}

/** Puts the table into the page. */
export function writePage(rows: readonly Row[]): void {
  const text = readFileSync(page, 'utf8');
  const [before] = text.split(marks.begin) as [string];
  const after = text.slice(text.indexOf(marks.end));
  const lines = rows.map((row) => `| ${[row.name, row.ssh, row.nightkeep].map(cell).join(' | ')} |`);
  const table = ['| What | `ssh HOST true` | Nightkeep |', '| --- | --- | --- |', ...lines];
  writeFileSync(page, `${before}${marks.begin}${table.join('\n')}\n${after}`);
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
