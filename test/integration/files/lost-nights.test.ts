import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Fleet, fleet as fleetSchema } from '../../../src-main/contract/index.ts';
import { customerFinder } from '../../../src-main/domain/customers.ts';
import { learnNews } from '../../../src-main/features/fleet/learn-news.ts';
import { createServerFacts } from '../../../src-main/features/fleet/server-facts.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { listNews } from '../../../src-main/programs/nights/list-nights.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { localMachines } from '../../support/local-machines.ts';

const now = () => new Date('2013-02-28T12:00:00Z');
const ssh = { host: '127.0.0.1', user: 'root' };
const fleet: Fleet = fleetSchema.parse({
  timeZone: 'UTC',
  nightsToKeep: 3,
  servers: [{ name: 'backup1', ssh }],
  hosts: ['jail15', 'jail16'].map((name) => ({ name, ssh, configPath: '/backup.config' })),
});

let built: BackupdirBuilder;
beforeEach(async () => {
  built = await BackupdirBuilder.make();
  await built.write('/etc/file', 'x');
});
afterEach(() => built.remove());

/** Looks at the backupdir as the app does of itself; gives the dates that it misses. */
function watcher() {
  const machines = localMachines({ shell: ['sh'] });
  const history = openHistory(':memory:', now);
  const serverFacts = createServerFacts(history.facts);
  const deps = { machines, history, serverFacts, fleet: () => fleet, finder: () => customerFinder([]), now };
  let looks = 0;
  return async () => {
    const [place] = await runProgram(machines, 'backup1', listNews, [{ backupdir: built.path, after: '', known: [] }]);
    if (!place) throw new Error('nothing was told of the backupdir');
    const told = { host: 'jail15', server: 'backup1', backupdir: built.path, stamp: String(++looks), askedAt: now() };
    await learnNews(deps, told, place, undefined);
    return serverFacts.of('jail15').lost.map(({ date }) => date);
  };
}

const publish = (day: number, host = 'jail15') =>
  built.publish({ runId: `201302${day}T081000Z-${host}`, date: `2013-02-${day}`, host });

test('a disk that is not mounted is told, also after a night on the mount point, until it is back', async () => {
  const lost = watcher();
  for (const day of [21, 22]) await publish(day);
  expect(await lost()).toEqual([]);
  await rename(built.path, `${built.path}.unmounted`);
  expect(await lost()).toEqual(['2013-02-22', '2013-02-21']);
  await mkdir(built.path);
  await publish(23);
  expect(await lost()).toEqual(['2013-02-22', '2013-02-21']);
  await rm(built.path, { recursive: true });
  await rename(`${built.path}.unmounted`, built.path);
  // The night on the mount point is the one that is gone now.
  expect(await lost()).toEqual(['2013-02-23']);
});

test('rotation is no loss, and a night that another host pushed out is one', async () => {
  const lost = watcher();
  for (const day of [21, 22, 23]) await publish(day);
  expect(await lost()).toEqual([]);
  await publish(24);
  await built.trash(3);
  expect(await lost()).toEqual([]);
  await publish(24, 'jail16');
  await rm(join(built.path, '3'), { recursive: true });
  expect(await lost()).toEqual(['2013-02-22']);
});
