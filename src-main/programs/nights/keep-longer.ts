import type { LongerRule } from '../../contract/index.ts';
import { compose, ONE_HOST, type Program } from '../program.ts';
import keepLonger from './keep-longer.sh?raw';
import night from './night.sh?raw';

/** Writes the rule by which the nights of a backupdir are kept longer, on its server. */
export const keepLongerProgram: Program<{ backupdir: string } & LongerRule, void> = {
  name: 'keep-longer',
  source: compose(night, keepLonger),
  encode: ({ backupdir, weeks, months }) => [
    ['backupdir', backupdir],
    ['weeks', String(weeks)],
    ['months', String(months)],
  ],
  bounds: ONE_HOST,
  reader: () => ({ take: () => undefined, result: () => undefined }),
};
