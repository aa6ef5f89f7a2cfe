import { isFileName } from '../../domain/file-names.ts';
import { compose, ONE_HOST, type Program } from '../program.ts';
import checkEntries from './check-entries.sh?raw';
import listFolders from './list-folders.sh?raw';
import place from './place.sh?raw';
import resolve from './resolve.sh?raw';

export interface EntryToCheck {
  path: string;
  /** The customer's `/`, at which the customer's absolute symlinks begin. */
  root?: string | undefined;
}

export interface CheckedEntry {
  path: string;
  state: 'directory' | 'file' | 'other' | 'missing' | 'symlink';
  /** The component at which it ended. */
  at: string;
  /** The same place by its real path, where a symlink leads to one. */
  real: string | undefined;
}

const states = ['directory', 'file', 'other', 'missing', 'symlink'] as const;

/** What each path is on the host. */
export const checkEntriesProgram: Program<{ entries: readonly EntryToCheck[] }, CheckedEntry[]> = {
  name: 'check-entries',
  source: compose(place, resolve, checkEntries),
  encode: ({ entries }) =>
    entries.flatMap(({ path, root }) => [
      ['root', root ?? ''],
      ['path', path],
    ]),
  bounds: ONE_HOST,
  reader: () => {
    const checked: CheckedEntry[] = [];
    return {
      take: ({ name, fields }) => {
        if (name !== 'checked') return undefined;
        const state = states.find((each) => each === fields.state) ?? 'missing';
        checked.push({ path: fields.path ?? '', state, at: fields.at ?? '', real: fields.real || undefined });
        return undefined;
      },
      result: () => checked,
    };
  },
};

/** The names of the folders in a folder, for completing a path. */
export const listFoldersProgram: Program<{ path: string; limit: number }, string[]> = {
  name: 'list-folders',
  source: compose(place, listFolders),
  encode: ({ path, limit }) => [
    ['path', path],
    ['limit', String(limit)],
  ],
  bounds: ONE_HOST,
  reader: () => {
    const names: string[] = [];
    return {
      take: ({ name, fields }) => {
        if (name === 'folder' && isFileName(fields.name)) names.push(fields.name);
        return undefined;
      },
      result: () => names.sort(),
    };
  },
};
