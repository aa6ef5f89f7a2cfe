import type { FileEntry, FileHistory } from '../contract/index.ts';

/** One folder in one night, as it was read. */
export interface FolderNight {
  runId: string;
  /** undefined where the night does not have the folder. */
  entries: FileEntry[] | undefined;
  /** Members that differ from the last night before that had the folder, by whatever lies below them. */
  changed: ReadonlySet<string>;
}

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
  /** How often a folder has changed so far. */
  generation: number;
}

/**
 * A folder as a grid: a row per name, a letter per night. The same letter in a row means the same content: a file that
 * is put back as it was gets its old letter again. A folder gets a new one whenever anything below it changed.
 * @param nights oldest first
 */
export function folderHistory(nights: readonly FolderNight[]): FileHistory {
  const rows = new Map<string, Row>();
  for (const [column, night] of nights.entries()) {
    for (const entry of night.entries ?? []) {
      const row = rows.get(entry.name) ?? {
        latest: entry,
        versions: nights.map(() => null),
        letters: new Map(),
        generation: 0,
      };
      rows.set(entry.name, row);
      row.latest = entry;
      if (entry.type === 'directory' && night.changed.has(entry.name)) row.generation++;
      const key = entry.type === 'directory' ? `directory\n${row.generation}` : contentKey(entry);
      const letter = row.letters.get(key) ?? versionLetter(row.letters.size);
      row.letters.set(key, letter);
      row.versions[column] = letter;
    }
  }
  return {
    nights: nights.map((night) => night.runId),
    rows: [...rows.values()].map(({ latest, versions }) => ({
      name: latest.name,
      type: latest.type,
      size: latest.size,
      mtime: latest.mtime,
      versions,
    })),
  };
}
