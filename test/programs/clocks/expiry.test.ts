import { afterEach, beforeEach, expect, test } from 'vitest';
import { nightsOf } from '../../../src-main/domain/nights.ts';
import { addDays } from '../../../src-main/domain/time.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { housekeepingProgram } from '../../../src-main/programs/keeper/housekeeping.ts';
import { listNights } from '../../../src-main/programs/nights/list-nights.ts';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { seeded } from '../../support/fleet/seeded.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shellOfThisTest } from '../../support/shells.ts';

const KEPT = 4;
const NOW = new Date('2026-02-28T12:00:00Z');

let built: BackupdirBuilder;
beforeEach(async () => {
  built = await BackupdirBuilder.make();
  await built.write('/mnt/file', 'x');
});
afterEach(() => built.remove());

const machines = () => localMachines({ shell: shellOfThisTest().argv });

async function listed() {
  const [place] = await runProgram(machines(), 'backup1', listNights, { backupdirs: [built.path] });
  if (!place) throw new Error('nothing was told of the backupdir');
  const context = {
    host: 'jail15',
    server: 'backup1',
    timeZone: 'UTC',
    now: NOW,
    lastDue: '2026-02-28',
    nightsToKeep: KEPT,
    isAnother: () => false,
  };
  return nightsOf(place, context).filter(({ index }) => index >= 0);
}

const keepHouse = () =>
  runProgram(machines(), 'backup1', housekeepingProgram, {
    backupdir: built.path,
    nightsToKeep: KEPT,
    now: NOW,
    dryRun: false,
  });

test.each(['a', 'b', 'c'])(
  'what is said of when a night leaves is what rotation does, whatever the clocks were: %s',
  async (seed) => {
    const chance = seeded(`expiry ${seed}`);
    await built.publishOld();
    let before = await listed();
    let last: string | undefined;
    for (let step = 0; step < 14; step++) {
      const [today, tomorrow] = [addDays('2026-02-01', step), addDays('2026-02-02', step)];
      const date = chance.pick([last ?? today, today, tomorrow, '2036-01-01', '2010-06-01']);
      await built.publish({ runId: `${date.replaceAll('-', '')}T080000Z-${step}`, date });
      await keepHouse();
      const after = await listed();
      expect(after.map(({ index }) => index)).toEqual(after.map((_, index) => index));
      const gone = before.filter(({ runId }) => !after.some((night) => night.runId === runId));
      const said = date === last ? [] : before.filter(({ expiresInNights }) => expiresInNights === 1);
      expect(gone.map(({ runId }) => runId)).toEqual(said.map(({ runId }) => runId));
      before = after;
      last = date;
    }
    expect(before.length).toBeGreaterThanOrEqual(KEPT);
  },
);
