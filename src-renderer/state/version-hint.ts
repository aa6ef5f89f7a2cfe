import { fullDate } from '../format/dates.ts';
import { size } from '../format/sizes.ts';
import { when } from '../format/times.ts';
import type { FileRow } from './file-rows.ts';

interface Facts {
  row: FileRow;
  letter: string;
  /** `YYYY-MM-DD` of the night. */
  date: string | undefined;
  taken: 'cell' | 'tick' | 'folder' | undefined;
  zone: string;
  now: Date;
}

/** What the pointer learns of a version: which it is, its size, time, mode and owner, and what a press does. */
export function versionHint({ row, letter, date, taken, zone, now }: Facts): string {
  const details = row.details?.[letter];
  const isFolder = row.type === 'directory';
  const facts = details && [
    ...(isFolder ? [] : [size(details.size)]),
    when(details.mtime, zone, now),
    details.mode,
    `${details.uid}:${details.gid}`,
  ];
  const press =
    taken === 'folder' ? 'taken along with the folder above' : taken ? 'press to leave it out' : 'press to take it';
  return [
    `${date ? fullDate(date) : ''}${letter === '·' ? '' : `, version ${letter}`}`,
    ...(facts ? [facts.join(' · ')] : []),
    letter === '·' ? `looking whether it changed · ${press}` : isFolder ? press : `${press} · twice to look at it`,
  ].join('\n');
}
