import type { ChangeCounts, Comparison, FileChange } from '../../contract/index.ts';
import { inOrder, MOST_FOLDERS, MOST_SAMPLES, noChanges } from '../../domain/compare-trees.ts';
import { countOf } from '../../domain/told-values.ts';
import { compose, type Program } from '../program.ts';
import compareSource from './compare.sh?raw';
import { pathInNight } from './files.ts';
import lister from './lister.sh?raw';
import night from './night.sh?raw';
import { nameFromRsync } from './rsync-names.ts';

export interface TwoNights {
  backupdir: string;
  /** Run ids. */
  from: string;
  to: string;
  path: string;
}

/** What changed below a path from one night to another. The sample's paths are relative to it. */
export const compareNights: Program<TwoNights, Comparison> = {
  name: 'compare',
  source: compose(night, lister, compareSource),
  encode: ({ backupdir, from, to, path }) => [
    ['backupdir', backupdir],
    ['from', from],
    ['to', to],
    ['path', pathInNight(path)],
  ],
  reader: () => {
    let comparison = noChanges();
    return {
      take: ({ name, fields }) => {
        const { sample, folders, gone } = comparison;
        if (name === 'again') comparison = noChanges();
        if (name === 'change' && sample.length < MOST_SAMPLES) sample.push(changeFrom(fields));
        if (name === 'folder' && folders.length < MOST_FOLDERS)
          folders.push({ path: nameFromRsync(fields.name ?? ''), ...countsFrom(fields) });
        if (name === 'gone' && gone.length < MOST_FOLDERS) gone.push(nameFromRsync(fields.name ?? ''));
        if (name === 'counts') Object.assign(comparison, countsFrom(fields), { goneCount: countOf(fields.gone) ?? 0 });
        return undefined;
      },
      result: () => inOrder(comparison),
    };
  },
};

const countsFrom = ({ added, changed, deleted, mode, owner }: Record<string, string>): ChangeCounts => ({
  added: countOf(added) ?? 0,
  changed: countOf(changed) ?? 0,
  deleted: countOf(deleted) ?? 0,
  mode: countOf(mode) ?? 0,
  owner: countOf(owner) ?? 0,
});

function changeFrom(fields: Record<string, string>): FileChange {
  const change = fields.kind as FileChange['change'];
  const item = fields.item ?? '';
  const mode = change === 'changed' && item[5] === 'p';
  const owner = change === 'changed' && (item[6] === 'o' || item[7] === 'g');
  return {
    path: nameFromRsync(fields.name ?? ''),
    change,
    // rsync doesn't look at what it would delete.
    size: change === 'deleted' ? undefined : countOf(fields.size),
    ...(mode ? { mode } : {}),
    ...(owner ? { owner } : {}),
    // It would be sent, and not only be given another mode.
    ...((mode || owner) && (item[0] === '>' || item[0] === 'c') ? { content: true } : {}),
  };
}
