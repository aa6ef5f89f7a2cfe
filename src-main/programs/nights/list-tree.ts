import type { FileEntry } from '../../contract/index.ts';
import { compose, ONE_SERVER, type Program, UnfitAnswer } from '../program.ts';
import { fileFromEvent, pathInNight } from './files.ts';
import listTreeSource from './list-tree.sh?raw';
import lister from './lister.sh?raw';
import night from './night.sh?raw';

export interface AskedTrees {
  /** Without it, the host itself is listed. */
  night?: { backupdir: string; runId: string };
  paths: readonly string[];
}

/** What was told of each path, in the order asked; undefined where it is no folder. */
export type ListedTrees = (FileEntry[] | undefined)[];

/** Two listings are held at once. */
export const MOST_FILES = 500_000;
/** Files told between two notices of progress. */
const PACE = 5000;

/** All that lies below some paths of one night, or of a host as it is. Errors: night-gone, missing-tool. */
export const listTrees: Program<AskedTrees, ListedTrees, { files: number }> = {
  name: 'list-tree',
  source: compose(night, lister, listTreeSource),
  encode: ({ night: of, paths }) => [
    ...(of ? ([['backupdir', of.backupdir] as const, ['run', of.runId] as const] as const) : []),
    ...paths.map((path) => ['path', pathInNight(path)] as const),
  ],
  // Some 200 bytes a file; how long it takes depends on the disk.
  bounds: { bytes: ONE_SERVER.bytes ?? 0 },
  reader: () => {
    const trees: ListedTrees = [];
    let files = 0;
    return {
      take(event) {
        if (event.name === 'tree') trees.push([]);
        else if (event.name === 'absent') trees.push(undefined);
        const entry = event.name === 'file' ? fileFromEvent(event) : undefined;
        if (!entry) return undefined;
        trees.at(-1)?.push(entry);
        files += 1;
        if (files > MOST_FILES)
          throw new UnfitAnswer(`it has more than ${MOST_FILES} files there: go into a folder first`);
        return files % PACE === 0 ? { files } : undefined;
      },
      result: () => trees,
    };
  },
};
