import { size } from '../format/sizes.ts';
import { when } from '../format/times.ts';
import type { FileRow } from './file-rows.ts';

interface Facts {
  row: FileRow;
  letter: string;
  /** `Friday 22 February 2013`, with the time where that date has two. */
  night: string;
  taken: 'cell' | 'tick' | 'folder' | undefined;
  zone: string;
  now: Date;
}

/** What the pointer learns of a version: which it is, its size, time, mode and owner, and what a press does. */
export function versionHint({ row, letter, night, taken, zone, now }: Facts): string {
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
    `${night}${letter === '·' ? '' : `, version ${letter}`}`,
    ...(facts ? [facts.join(' · ')] : []),
    letter === '·' ? `looking whether it changed · ${press}` : isFolder ? press : `${press} · twice to look at it`,
  ].join('\n');
}
