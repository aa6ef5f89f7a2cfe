import night from '../nights/night.sh?raw';
import { compose, MANY_HOSTS, type Program } from '../program.ts';
import type { ProgramEvent } from '../wire.ts';
import { type HoldRecord, holdsOf } from './hold-record.ts';
import holds from './holds.sh?raw';
import listHoldsSource from './list-holds.sh?raw';

/** The holds of some backupdirs of one server. */
export const listHolds: Program<{ backupdirs: readonly string[] }, { backupdir: string; holds: HoldRecord[] }[]> = {
  name: 'list-holds',
  source: compose(night, holds, listHoldsSource),
  encode: ({ backupdirs }) => backupdirs.map((backupdir) => ['backupdir', backupdir] as const),
  bounds: MANY_HOSTS,
  reader: () => {
    const places: { backupdir: string; holds: HoldRecord[] }[] = [];
    /** Of one hold, which is read as soon as the next one begins. */
    let events: ProgramEvent[] = [];
    const close = () => {
      places.at(-1)?.holds.push(...holdsOf(events));
      events = [];
    };
    return {
      take: (event) => {
        if (event.name === 'place' || event.name === 'held') close();
        if (event.name === 'place') places.push({ backupdir: event.fields.backupdir ?? '', holds: [] });
        else events.push(event);
        return undefined;
      },
      result: () => {
        close();
        return places;
      },
    };
  },
};
