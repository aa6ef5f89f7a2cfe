import type { FileEntry, FileMatch, SearchGap } from '../../contract/index.ts';
import type { NamePattern } from '../../domain/name-pattern.ts';
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
}

export interface Found {
  matches: NightMatch[];
  /** Why there may be more than these, each reason once. */
  gaps: Pick<SearchGap, 'why' | 'nights'>[];
}

export interface SearchProgress {
  /** How many nights, of all roots, have been begun. */
  nights: number;
  matches: number;
}

interface SearchedNight {
  runId: string;
  root: string;
  /** It left rotation meanwhile, so that there is nothing to find in it. */
  gone: boolean;
  gap: SearchGap['why'] | undefined;
  found: FileEntry[];
}

/** Finds names over all nights, grouped by path; the newest night's size and time are told. */
export const searchNights = (pattern: NamePattern): Program<Search, Found, SearchProgress> => ({
  name: 'search',
  source: compose(night, lister, searchSource),
  encode: ({ backupdir, roots }) => [
    ['backupdir', backupdir],
    ...(pattern.find.ascii === undefined ? [] : [['ascii', pattern.find.ascii] as const]),
    ['wider', pattern.find.wider],
    ...roots.map((root) => ['root', pathInNight(root)] as const),
  ],
  // As long as it finds: whoever looks for a common name waits, or cancels.
  bounds: { bytes: 256 * 1024 * 1024 },
  reader: () => {
    const nights: SearchedNight[] = [];
    let matches = 0;
    return {
      take: (event) => {
        const current = nights.at(-1);
        if (event.name === 'night') {
          const { id = '', root = '' } = event.fields;
          nights.push({ runId: id, root, gone: false, gap: undefined, found: [] });
          return { nights: nights.length, matches };
        }
        if (!current) return undefined;
        if (event.name === 'gone') current.gone = true;
        // Cut off first, its reading ends as if by an error.
        if (event.name === 'cut') current.gap = 'too-many';
        if (event.name === 'unread') current.gap ??= 'unreadable';
        const entry = event.name === 'file' ? fileFromEvent(event) : undefined;
        if (!entry || !pattern.matches(`${current.root}/${entry.name}`, entry.type === 'directory')) return undefined;
        current.found.push(entry);
        matches++;
        return undefined;
      },
      result: () => {
        const there = nights.filter((night) => !night.gone);
        return { matches: grouped(there), gaps: gapsOf(there) };
      },
    };
  },
});

function gapsOf(nights: readonly SearchedNight[]): Found['gaps'] {
  const byReason = Map.groupBy(nights, ({ gap }) => gap);
  return (['too-many', 'unreadable'] as const).flatMap((why) => {
    const among = byReason.get(why);
    return among ? [{ why, nights: [...new Set(among.map(({ runId }) => runId))] }] : [];
  });
}

/** Nights come newest first, so the first match of a path is its newest. */
function grouped(nights: readonly SearchedNight[]): NightMatch[] {
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
