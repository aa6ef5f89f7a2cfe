import type { FileEntry, FileMatch } from '../../contract/index.ts';
import { compose, type Program } from '../program.ts';
import { fileFromEvent, pathInNight } from './files.ts';
import lister from './lister.sh?raw';
import night from './night.sh?raw';
import searchSource from './search.sh?raw';

export type NightMatch = Omit<FileMatch, 'host'>;

export interface Search {
  backupdir: string;
  /** The folders to look in, in every night. */
  roots: string[];
  /** Part of a name, or a pattern with `*` and `?`. Case of ASCII letters doesn't matter. */
  pattern: string;
}

export interface SearchProgress {
  /** How many nights, of all roots, have been begun. */
  nights: number;
  matches: number;
}

/** As find(1) takes it: `[` and `\` stand for themselves. */
export function namePattern(pattern: string): string {
  const literal = pattern.replace(/[[\]\\]/g, '\\$&');
  return /[*?]/.test(pattern) ? literal : `*${literal}*`;
}

/** Finds names over all nights, grouped by path; the newest night's size and time are told. */
export const searchNights: Program<Search, NightMatch[], SearchProgress> = {
  name: 'search',
  source: compose(night, lister, searchSource),
  encode: ({ backupdir, roots, pattern }) => [
    ['backupdir', backupdir],
    ['pattern', namePattern(pattern)],
    ...roots.map((root) => ['root', pathInNight(root)] as const),
  ],
  reader: () => {
    const nights: { runId: string; root: string; gone: boolean; found: FileEntry[] }[] = [];
    let matches = 0;
    return {
      take: (event) => {
        const current = nights.at(-1);
        if (event.name === 'night') {
          nights.push({ runId: event.fields.id ?? '', root: event.fields.root ?? '', gone: false, found: [] });
          return { nights: nights.length, matches };
        }
        if (event.name === 'gone' && current) current.gone = true;
        const entry = event.name === 'file' ? fileFromEvent(event) : undefined;
        if (entry && current) matches = current.found.push(entry) && matches + 1;
        return undefined;
      },
      result: () => grouped(nights.filter((night) => !night.gone)),
    };
  },
};

/** Nights come newest first, so the first match of a path is its newest. */
function grouped(nights: readonly { runId: string; root: string; found: FileEntry[] }[]): NightMatch[] {
  const byPath = new Map<string, NightMatch>();
  for (const { runId, root, found } of nights) {
    for (const { name, size, mtime } of found) {
      const path = `${root}/${name}`;
      const match = byPath.get(path);
      if (match) match.nights.push(runId);
      else byPath.set(path, { path, nights: [runId], size, mtime });
    }
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
