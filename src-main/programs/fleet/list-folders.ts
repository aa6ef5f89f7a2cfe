import { isFileName } from '../../domain/file-names.ts';
import { compose, ONE_HOST, type Program } from '../program.ts';
import type { ProgramEvent } from '../wire.ts';
import folders from './folders.sh?raw';
import source from './list-folders.sh?raw';

export interface ListedFolders {
  /** Full paths. */
  folders: string[];
  unreadable: string[];
}

/** Takes what folders.sh says into `listed`. */
export function takeFolder(listed: ListedFolders, { name, fields: { dir = '', name: folder } }: ProgramEvent): void {
  if (name === 'folder' && isFileName(folder)) listed.folders.push(`${dir === '/' ? '' : dir}/${folder}`);
  if (name === 'unreadable') listed.unreadable.push(dir);
}

/** The folders inside the given folders. */
export const listFolders: Program<readonly string[], ListedFolders> = {
  name: 'list-folders',
  source: compose(folders, source),
  encode: (dirs) => dirs.map((dir) => ['dir', dir] as const),
  bounds: { ...ONE_HOST, bytes: 32 * 1024 * 1024 },
  reader() {
    const listed: ListedFolders = { folders: [], unreadable: [] };
    return {
      take: (event) => void takeFolder(listed, event),
      result: () => listed,
    };
  },
};
