import type { FileEntry, FileHistory, FileVersion } from '../contract/index.ts';

/** One folder in one night, as it was read. */
export interface FolderNight {
  runId: string;
  /** undefined where the night does not have the folder. */
  entries: FileEntry[] | undefined;
  /** Members that differ from the last night before that had the folder, by whatever lies below them. */
  changed: ReadonlySet<string>;
}

/** Stands for a folder of which it is not known whether it changed. */
const UNREAD = '·';

/** A, B, … Z, AA, AB, … */
export function versionLetter(index: number): string {
  let letters = '';
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
}

/** What makes two copies of a file the same version, its content being judged by size and time. */
const contentKey = (entry: FileEntry) =>
  [entry.type, entry.size, entry.mtime, entry.mode, entry.uid, entry.gid, entry.target ?? ''].join('\n');

interface Row {
  latest: FileEntry;
  versions: (string | null)[];
  letters: Map<string, string>;
  details: Record<string, FileVersion>;
  /** How often a folder has changed so far. */
  generation: number;
}

/**
 * A folder as a grid: a row per name, a letter per night. The same letter in a row means the same content: a file that
 * is put back as it was gets its old letter again. A folder gets a new one whenever anything below it changed.
 * @param nights oldest first
 */
export function folderHistory(nights: readonly FolderNight[], { quick = false } = {}): FileHistory {
  const rows = new Map<string, Row>();
  for (const [column, night] of nights.entries()) {
    for (const entry of night.entries ?? []) {
      const row: Row = rows.get(entry.name) ?? {
        latest: entry,
        versions: nights.map(() => null),
        letters: new Map(),
        details: {},
        generation: 0,
      };
      rows.set(entry.name, row);
      row.latest = entry;
      if (entry.type === 'directory' && night.changed.has(entry.name)) row.generation++;
      const key = entry.type === 'directory' ? `directory\n${row.generation}` : contentKey(entry);
      const isUnread = quick && entry.type === 'directory';
      const letter = isUnread ? UNREAD : (row.letters.get(key) ?? versionLetter(row.letters.size));
      row.letters.set(key, letter);
      const { name: _, type: __, ...version } = entry;
      row.details[letter] = version;
      row.versions[column] = letter;
    }
  }
  return {
    nights: nights.map((night) => night.runId),
    ...(quick ? { quick } : {}),
    rows: [...rows.values()].map(({ latest, versions, details }) => ({
      name: latest.name,
      type: latest.type,
      size: latest.size,
      mtime: latest.mtime,
      versions,
      details,
    })),
  };
}
