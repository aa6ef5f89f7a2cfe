import type { Comparison, FileChange } from '../../contract/index.ts';
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
    let comparison: Comparison = { added: 0, changed: 0, deleted: 0, sample: [] };
    return {
      take: ({ name, fields }) => {
        if (name === 'again') comparison = { added: 0, changed: 0, deleted: 0, sample: [] };
        if (name === 'change') comparison.sample.push(changeFrom(fields));
        if (name === 'counts') {
          comparison.added = Number(fields.added);
          comparison.changed = Number(fields.changed);
          comparison.deleted = Number(fields.deleted);
        }
        return undefined;
      },
      result: () => comparison,
    };
  },
};

function changeFrom(fields: Record<string, string>): FileChange {
  const change = fields.kind as FileChange['change'];
  return {
    path: nameFromRsync(fields.name ?? ''),
    change,
    // rsync doesn't look at what it would delete.
    size: change === 'deleted' ? undefined : Number(fields.size),
  };
}
