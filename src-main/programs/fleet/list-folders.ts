import { compose, type Program } from '../program.ts';
import source from './list-folders.sh?raw';

export interface ListedFolders {
  /** Full paths. */
  folders: string[];
  unreadable: string[];
}

/** The folders inside the given folders. */
export const listFolders: Program<readonly string[], ListedFolders> = {
  name: 'list-folders',
  source: compose(source),
  encode: (dirs) => dirs.map((dir) => ['dir', dir] as const),
  reader() {
    const listed: ListedFolders = { folders: [], unreadable: [] };
    return {
      take({ name, fields: { dir = '', name: folder = '' } }) {
        if (name === 'folder') listed.folders.push(`${dir === '/' ? '' : dir}/${folder}`);
        if (name === 'unreadable') listed.unreadable.push(dir);
        return undefined;
      },
      result: () => listed,
    };
  },
};
