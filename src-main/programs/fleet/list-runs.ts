import type { Run } from '../../contract/index.ts';
import { runOf } from '../night/record.ts';
import { compose, MANY_HOSTS, type Program } from '../program.ts';
import type { ProgramEvent } from '../wire.ts';
import source from './list-runs.sh?raw';

export interface AskedRuns {
  backupdir: string;
  /** The last run that is known; empty for all there are. */
  after: string;
}

/** The records of runs that are new in some backupdirs of one server, in the order asked, oldest first. */
export const listRuns: Program<readonly AskedRuns[], Run[][]> = {
  name: 'list-runs',
  source: compose(source),
  encode: (asked) =>
    asked.flatMap(({ after, backupdir }) => [['after', after] as const, ['backupdir', backupdir] as const]),
  bounds: MANY_HOSTS,
  reader() {
    const places: Run[][] = [];
    /** Of one record, which is read as soon as the next one begins. */
    let events: ProgramEvent[] = [];
    const close = () => {
      const run = runOf(events);
      if (run) places.at(-1)?.push(run);
      events = [];
    };
    return {
      take(event) {
        if (event.name === 'backupdir' || event.name === 'run') close();
        if (event.name === 'backupdir') places.push([]);
        else if (event.name === 'run' || (event.name === 'entry' && events.length > 0)) events.push(event);
        return undefined;
      },
      result: () => {
        close();
        return places;
      },
    };
  },
};
