import type { FileHistory, FileMatch, FilePreview } from '../../../src-main/contract/index.ts';
import { chance, pick } from './clock.ts';
import { anna } from './estate.ts';
import { nightsOf } from './nights.ts';
import { Refusal } from './refusal.ts';

type Row = FileHistory['rows'][number];
/** A row as a line: name, then a letter a night (`-` where it is not there), then its size; a slash marks a folder. */
const row = (
  name: string,
  versions: string,
  size: number,
  type: Row['type'] = name.endsWith('/') ? 'directory' : 'file',
): Row => ({
  name: name.replace(/\/$/, ''),
  type,
  size,
  mtime: '2013-02-24T08:11:00Z',
  versions: [...versions].map((letter) => (letter === '-' ? null : letter)),
});

/** The nights of jail15 that exist: 21 22 23 24 25 26 28. */
const folders: Record<string, Row[]> = {
  '': [
    row('etc/', 'AAAAAAA', 4_100_000),
    row('root/', 'AAAABBB', 310_000),
    row('usr/', 'ABBCDDE', 3.1e9),
    row('var/', 'ABBCDDD', 880e6),
    row('www/', 'AAABBBB', 42e6),
  ],
  '/usr': [row('home/', 'ABBCDDE', 2.9e9), row('local/', 'AAAAAAA', 200e6)],
  '/usr/home': [row('anna/', 'ABBCDDE', 2.2e9), row('bob/', 'AAAAAAA', 640e6)],
  '/usr/home/anna': [
    row('Maildir/', 'ABBCDEF', 1.1e9),
    row('www/', 'ABBCDDE', 171e6),
    row('.profile', 'AAAAAAA', 812),
    row('.ssh/', 'AAAAAAA', 1400),
    row('dump-2013-02-20.sql.gz', 'AAAAA--', 912e6),
  ],
  '/usr/home/anna/www': [
    row('images/', 'AAABBBB', 148e6),
    row('cgi-bin/', 'AAA----', 1.2e6),
    row('index.html', 'ABBCCCC', 14_000),
    row('orders.db', 'ABBCDDE', 22e6),
    row('robots.txt', 'AAAAAAA', 64),
    row('style.css', '-AAAAAA', 8_000),
    row('caf\udce9-menu.html', 'AAAABBB', 5_100),
    row('current', 'AAAAAAA', 12, 'symlink'),
    row(
      'a very long name of a scanned invoice, as a customer’s accounting program makes them, number 2013-02-00000184 (copy 2) final FINAL.pdf',
      '---AAAA',
      2_400_000,
    ),
    row('line\nbreak.txt', '----AAA', 3),
    row('tmp.sock', 'AAAAAAA', 0, 'other'),
  ],
  '/usr/home/anna/Maildir': [row('cur/', 'ABBCDEF', 1.0e9), row('new/', 'ABCDEFG', 9e6), row('tmp/', 'AAAAAAA', 0)],
};

function mails(): Row[] {
  return Array.from({ length: 10_000 }, (_, i) => {
    const name = `${1360000000 + i * 137}.M${pick(`m${i}`, 100000, 999999)}P${pick(`p${i}`, 1000, 9999)}.mail.example.com,S=${pick(`s${i}`, 900, 90000)}:2,S`;
    const comes = chance(`comes ${i}`) < 0.9 ? 0 : pick(`from ${i}`, 1, 6);
    const goes = chance(`goes ${i}`) < 0.94 ? 7 : pick(`to ${i}`, comes + 1, 7);
    return row(
      name,
      Array.from({ length: 7 }, (_, night) => (night >= comes && night < goes ? 'A' : '-')).join(''),
      pick(`s${i}`, 900, 90000),
    );
  });
}

const generic: Row[] = [row('home/', 'AABBBBC', 90e6), row('etc/', 'AAAAAAA', 2e6), row('notes.txt', 'ABBBBBB', 1200)];

export function historyOf(host: string, path: string): FileHistory {
  const nights = nightsOf(host)
    .filter((night) => night.index >= 0)
    .map((night) => night.runId)
    .reverse();
  const below = path.startsWith(anna) ? path.slice(anna.length) : undefined;
  const rows =
    below === undefined ? generic : below === '/usr/home/anna/Maildir/cur' ? mails() : (folders[below] ?? []);
  return {
    nights,
    rows: rows.map((known) => {
      const versions = nights.map((_, i) => known.versions[i] ?? null);
      return { ...known, versions, details: detailsOf(known, versions) };
    }),
  };
}

/** Each version a little smaller than the one after it. */
function detailsOf({ size, type }: Row, versions: readonly (string | null)[]): Row['details'] {
  const letters = [...new Set(versions.flatMap((letter) => letter ?? []))].sort();
  const one = (at: number) => ({
    size: Math.max(0, Math.round(size * (1 - (letters.length - 1 - at) * 0.1))),
    mtime: `2013-02-${20 + at}T08:11:00Z`,
    mode: type === 'directory' ? '0755' : '0644',
    uid: 1001,
    gid: 1001,
  });
  return Object.fromEntries(letters.map((letter, at) => [letter, one(at)]));
}

/** As the core tells it before it knows in which nights folders changed. */
export const quickly = ({ nights, rows }: FileHistory): FileHistory => ({
  nights,
  quick: true,
  rows: rows.map((known) =>
    known.type === 'directory' ? { ...known, versions: known.versions.map((letter) => letter && '·') } : known,
  ),
});

/** A text that says which version it is; an image where the name says so. */
export function previewOf(host: string, runId: string, path: string): FilePreview {
  const at = path.lastIndexOf('/');
  const { nights, rows } = historyOf(host, path.slice(0, at) || '/');
  const found = rows.find(({ name }) => name === path.slice(at + 1));
  const letter = found?.versions[nights.indexOf(runId)];
  if (!found || !letter) throw new Refusal({ code: 'not-found', message: `${path} is no file of that night` });
  if (found.name.endsWith('.db')) return { kind: 'binary', size: found.size };
  const text = `<h1>Anna’s shop</h1>\n<p>This is version ${letter}.</p>\n<script>window.stolen = true</script>\n`;
  return { kind: 'text', size: text.length, text, cut: false };
}

export function matchesOf(pattern: string): FileMatch[] {
  const nights = nightsOf('jail15')
    .filter((night) => night.index >= 0)
    .map((night) => night.runId)
    .reverse();
  return Object.entries(folders).flatMap(([folder, rows]) =>
    rows
      .filter((known) => known.type === 'file' && known.name.includes(pattern))
      .map((known) => ({
        host: 'jail15',
        path: `${anna}${folder}/${known.name}`,
        nights: nights.filter((_, i) => known.versions[i] !== null),
        size: known.size,
        mtime: known.mtime,
      })),
  );
}

const onDisk: Record<string, string[]> = {
  '/': ['.snap', 'bin', 'etc', 'mnt', 'nothere', 'usr', 'var'],
  '/mnt': ['data1'],
  '/mnt/data1': ['69.55.238.98-col00214-DIR', '69.55.238.99-col00301-DIR', 'spare'],
  [anna]: ['etc', 'root', 'tmp', 'usr', 'var'],
  '/usr': ['home', 'local'],
};

/** The folders a host has now. */
export function foldersIn(path: string): string[] {
  const found = onDisk[path];
  if (!found) throw new Refusal({ code: 'not-found', message: `${path} is not a folder that can be read` });
  return found;
}
