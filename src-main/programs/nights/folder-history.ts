import type { FileHistory } from '../../contract/index.ts';
import { type FolderNight, folderHistory } from '../../domain/versions.ts';
import { compose, ONE_SERVER, type Program } from '../program.ts';
import { fileFromEvent, pathInNight, sortFiles } from './files.ts';
import folderHistorySource from './folder-history.sh?raw';
import lister from './lister.sh?raw';
import night from './night.sh?raw';
import { nameFromRsync } from './rsync-names.ts';

const folderHistoryProgram = (quick: boolean): Program<{ backupdir: string; path: string }, FileHistory> => ({
  name: 'folder-history',
  source: compose(night, lister, folderHistorySource),
  encode: ({ backupdir, path }) => [
    ['backupdir', backupdir],
    ['path', pathInNight(path)],
    ...(quick ? [['quick', 'yes'] as const] : []),
  ],
  bounds: ONE_SERVER,
  reader: () => {
    let nights: (FolderNight & { changed: Set<string> })[] = [];
    return {
      take: (event) => {
        const current = nights.at(-1);
        if (event.name === 'again') nights = [];
        else if (event.name === 'night') {
          nights.push({ runId: event.fields.id ?? '', entries: undefined, changed: new Set() });
        } else if (event.name === 'there' && current) current.entries = [];
        else if (event.name === 'changed') current?.changed.add(nameFromRsync(event.fields.name ?? ''));
        else if (event.name === 'file') {
          const entry = fileFromEvent(event);
          if (entry) current?.entries?.push(entry);
        }
        return undefined;
      },
      result: () => {
        const history = folderHistory(nights, { quick });
        return { ...history, rows: sortFiles(history.rows) };
      },
    };
  },
});

/** A folder over all nights of a host, as a grid. A folder that no night has gives no rows. */
export const readFolderHistory = folderHistoryProgram(false);

/** The same without in which nights folders changed: for that, all that is below them has to be walked. */
export const readFolderQuickly = folderHistoryProgram(true);
