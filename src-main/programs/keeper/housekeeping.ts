import type { HousekeepingOutcome } from '../../contract/index.ts';
import { countOf } from '../../domain/told-values.ts';
import { compose, type Program } from '../program.ts';
import events from '../shared/events.sh?raw';
import pin from '../shared/pin.sh?raw';
import housekeeping from './housekeeping.sh?raw';
import lock from './lock.sh?raw';
import longer from './longer.sh?raw';
import nightFolders from './night-folders.sh?raw';
import rotate from './rotate.sh?raw';
import subvolumes from './subvolumes.sh?raw';
import trash from './trash.sh?raw';

export interface HousekeepingInput {
  backupdir: string;
  nightsToKeep: number;
  now: Date;
  /** Only tells what it would do. */
  dryRun: boolean;
}

export type HousekeepingEvent = { kind: 'did'; message: string } | { kind: 'deleting'; count: number };

/** Puts one backupdir in order, on its server. Fails with `locked` while a run is at work. */
export const housekeepingProgram: Program<HousekeepingInput, HousekeepingOutcome, HousekeepingEvent> = {
  name: 'housekeeping',
  source: compose(events, pin, lock, subvolumes, nightFolders, trash, longer, rotate, housekeeping),
  encode: ({ backupdir, nightsToKeep, now, dryRun }) => [
    ['backupdir', backupdir],
    ['nights', String(nightsToKeep)],
    ['now', now.toISOString()],
    ...(dryRun ? [['dry', 'yes'] as const] : []),
  ],
  reader: () => {
    const none = (): string[] => [];
    const outcome = {
      recovered: none(),
      shifted: 0,
      kept: none(),
      trashed: none(),
      expired: none(),
      cleaned: none(),
      deleted: none(),
    };
    let dryRun = true;
    return {
      take({ name, fields }) {
        const { run = '', id = '', message = '' } = fields;
        switch (name) {
          case 'shifted':
            outcome.shifted += 1;
            return { kind: 'did', message: `night ${fields.night} is ${fields.to} now` };
          case 'kept':
            outcome.kept.push(run);
            return { kind: 'did', message: `the night ${run} is kept longer` };
          case 'trashed':
            outcome.trashed.push(run);
            return { kind: 'did', message: `the night ${run} goes` };
          case 'expired':
            outcome.expired.push(id);
            return { kind: 'did', message: `the hold ${id} ran out` };
          case 'cleaned':
            outcome.cleaned.push(fields.name ?? '');
            return { kind: 'did', message: `${fields.name}: ${message}` };
          case 'deleted':
            outcome.deleted.push(fields.name ?? '');
            return { kind: 'did', message: `${fields.name} is deleted from the trash` };
          case 'recovered':
            outcome.recovered.push(run);
            return { kind: 'did', message };
          case 'stale-lock':
            return { kind: 'did', message };
          case 'deleting':
            dryRun = fields.dry === 'yes';
            return { kind: 'deleting', count: countOf(fields.count) ?? 0 };
          default:
            return undefined;
        }
      },
      result: () => ({ ...outcome, dryRun }),
    };
  },
};
