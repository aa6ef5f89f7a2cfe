import { rename } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Fleet, fleet as fleetSchema } from '../../../src-main/contract/index.ts';
import { createBackupdirFeature } from '../../../src-main/features/backupdir.ts';
import { createServerFacts } from '../../../src-main/features/fleet/server-facts.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { localMachines } from '../../support/local-machines.ts';

const now = () => new Date('2013-02-28T12:00:00Z');
const by = { by: 'maria' };
const ssh = { host: '127.0.0.1', user: 'root' };
const fleet: Fleet = fleetSchema.parse({
  timeZone: 'UTC',
  servers: [{ name: 'backup1', ssh }],
  hosts: [{ name: 'jail15', ssh, configPath: '/backup.config' }],
});

let built: BackupdirBuilder;
beforeEach(async () => {
  built = await BackupdirBuilder.make();
  await built.write('/etc/file', 'x');
});
afterEach(() => built.remove());

/** An app of its own, with its own memory. */
function app() {
  const confirmed: string[] = [];
  const history = openHistory(':memory:', now);
  const place = { server: 'backup1', backupdir: built.path };
  const feature = createBackupdirFeature({
    machines: localMachines({ shell: ['sh'] }),
    fleet: () => fleet,
    places: { of: async () => place, known: () => place },
    history,
    serverFacts: createServerFacts(history.facts),
    touch: (hosts) => confirmed.push(...hosts),
    now,
  });
  const check = () => feature['backupdir.check']({ host: 'jail15' }, by);
  const confirm = (target = built.path) => feature['backupdir.confirm']({ host: 'jail15', confirm: target }, by);
  return { check, confirm, confirmed };
}

test('a history that went is trouble for the app that saw it, until the disk is back', async () => {
  const { check, confirm } = app();
  expect(await check()).toMatchObject({ state: 'new', isTrouble: false });
  expect(await confirm()).toMatchObject({
    state: 'own',
    isTrouble: false,
    owner: 'jail15',
    since: '2013-02-28T12:00:00Z',
  });
  await rename(built.path, `${built.path}.disk`);
  expect(await check()).toMatchObject({
    state: 'absent',
    isTrouble: true,
    message: 'It is gone, though nights lay in it: is its disk mounted?',
  });
  expect(await app().check()).toMatchObject({ state: 'absent', isTrouble: false });
  await rename(`${built.path}.disk`, built.path);
  expect(await check()).toMatchObject({ state: 'own' });
});

test('another host’s place is named, and taken only by who names its path', async () => {
  await built.publish({ runId: '20130227T081000Z-a', date: '2013-02-27', host: 'jail16' });
  const { check, confirm, confirmed } = app();
  expect(await check()).toMatchObject({
    state: 'other',
    isTrouble: true,
    owner: 'jail16',
    nights: 1,
    message: 'It is not this host’s: the nights in it are those of jail16.',
  });
  await expect(confirm('/data')).rejects.toMatchObject({ code: 'needs-confirmation', details: { target: built.path } });
  expect(confirmed).toEqual([]);
  expect(await confirm()).toMatchObject({ state: 'own' });
  expect(confirmed).toEqual(['jail15']);
});
