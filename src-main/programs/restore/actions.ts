import { instantOf, NO_TIME } from '../../domain/told-values.ts';
import night from '../nights/night.sh?raw';
import { compose, MANY_HOSTS, type Program } from '../program.ts';
import listActionsSource from './list-actions.sh?raw';
import recordActionSource from './record-action.sh?raw';

/** A line of the log of actions. Every value is text; further keys are the action's own. */
export interface ActionRecord {
  /** ISO 8601. */
  at: string;
  by: string;
  action: string;
  host?: string | undefined;
  customer?: string | undefined;
  ticket?: string | undefined;
  message?: string | undefined;
  [more: string]: string | undefined;
}

/** Notes an action in a backupdir's log. */
export const recordAction: Program<{ backupdir: string; action: ActionRecord }, void> = {
  name: 'record-action',
  source: compose(night, recordActionSource),
  encode: ({ backupdir, action }) => [
    ['backupdir', backupdir],
    ...Object.entries(action).flatMap(([key, value]) => (value ? [[key, value] as const] : [])),
  ],
  reader: () => ({ take: () => undefined, result: () => undefined }),
};

/** The latest actions of some backupdirs of one server, oldest first in each; of all those, some kinds where any are named. */
export const listActions: Program<
  { backupdirs: readonly string[]; most?: number | undefined; kinds?: readonly string[] | undefined },
  { backupdir: string; action: ActionRecord }[]
> = {
  name: 'list-actions',
  source: compose(night, listActionsSource),
  encode: ({ backupdirs, most, kinds }) => [
    ...(kinds === undefined ? [] : [['kinds', kinds.join('|')] as const]),
    ...(most === undefined ? [] : [['most', String(most)] as const]),
    ...backupdirs.map((backupdir) => ['backupdir', backupdir] as const),
  ],
  bounds: MANY_HOSTS,
  reader: () => {
    const found: { backupdir: string; action: ActionRecord }[] = [];
    let backupdir = '';
    return {
      take: ({ name, fields }) => {
        if (name === 'place') backupdir = fields.backupdir ?? '';
        if (name === 'action') {
          found.push({
            backupdir,
            action: {
              ...fields,
              at: instantOf(fields.at) ?? NO_TIME,
              by: fields.by ?? '',
              action: fields.action ?? '',
            },
          });
        }
        return undefined;
      },
      result: () => found,
    };
  },
};
