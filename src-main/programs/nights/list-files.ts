import type { FileEntry } from '../../contract/index.ts';
import { compose, ONE_SERVER, type Program } from '../program.ts';
import { fileFromEvent, pathInNight, sortFiles } from './files.ts';
import listFilesSource from './list-files.sh?raw';
import lister from './lister.sh?raw';
import night from './night.sh?raw';

export interface FolderOfNight {
  backupdir: string;
  runId: string;
  path: string;
}

/** What lies in one folder of one night. Errors: not-found, unsafe-path, night-gone. */
export const listFiles: Program<FolderOfNight, FileEntry[]> = {
  name: 'list-files',
  source: compose(night, lister, listFilesSource),
  encode: ({ backupdir, runId, path }) => [
    ['backupdir', backupdir],
    ['run', runId],
    ['path', pathInNight(path)],
  ],
  bounds: ONE_SERVER,
  reader: () => {
    const entries: FileEntry[] = [];
    return {
      take: (event) => {
        const entry = event.name === 'file' ? fileFromEvent(event) : undefined;
        if (entry) entries.push(entry);
        return undefined;
      },
      result: () => sortFiles(entries),
    };
  },
};
