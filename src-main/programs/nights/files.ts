import type { FileEntry } from '../../contract/index.ts';
import { countOf, instantOf, LATEST, NO_TIME } from '../../domain/told-values.ts';
import type { ProgramEvent } from '../wire.ts';
import { instantFromRsync, linkFromRsync, modeFromLetters, nameFromRsync, typeFromItem } from './rsync-names.ts';

/** A `file` event of lister.sh; undefined for the folder itself. The name is a path where more than a folder was listed. */
export function fileFromEvent({ fields }: ProgramEvent): FileEntry | undefined {
  const type = typeFromItem(fields.item ?? '');
  const size = countOf(fields.size) ?? 0;
  const raw = fields.name ?? '';
  if (raw === './' || raw === '.') return undefined;
  return {
    ...(type === 'symlink' ? linkFromRsync(raw, size) : { name: nameFromRsync(raw) }),
    type,
    size,
    mtime: timeOf(fields.mtime ?? ''),
    mode: modeFromLetters(fields.mode ?? ''),
    uid: countOf(fields.uid) ?? 0,
    gid: countOf(fields.gid) ?? 0,
  };
}

/** A customer chooses the times of their files, and some file systems know years of more than four digits. */
const timeOf = (text: string): string =>
  instantOf(instantFromRsync(text)) ?? (/^\d{5,}\//.test(text) ? LATEST : NO_TIME);

/** Folders first, then by name, as people look for them. */
export function sortFiles<Entry extends Pick<FileEntry, 'name' | 'type'>>(entries: Entry[]): Entry[] {
  const rank = (entry: Entry) => (entry.type === 'directory' ? 0 : 1);
  return entries.sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A path as the programs take it: '' for `/`, else without a slash at its end or two in a row. */
export const pathInNight = (path: string): string => path.replace(/\/+/g, '/').replace(/\/$/, '');
