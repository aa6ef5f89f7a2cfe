import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandInput, Run } from '../../../src-main/contract/index.ts';
import { runJob } from '../../support/core-jobs.ts';
import { differences } from '../../support/nights/compare.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { CUSTOMER, LiveEstate } from './estate.ts';

const to = { way: 'in-place' } as const;
const ASIDE = '/.before-restored-2013-02-22.etc';

describe('a restore in place', () => {
  let estate: LiveEstate;
  let run: Run;

  beforeAll(async () => {
    estate = await LiveEstate.start('2013-02-22T09:52:00Z');
    run = await estate.night('2013-02-22T09:52:00Z');
  });
  afterAll(() => estate?.stop());

  const etc = () => join(estate.root, 'etc');
  const asked = (...paths: string[]): CommandInput<'restore.plan'> => ({
    customer: CUSTOMER,
    selections: [{ host: 'jail15', runId: run.runId, paths: paths.length > 0 ? paths : [etc()] }],
    to,
  });

  test('is refused where Settings do not allow it', async () => {
    const refused = { code: 'bad-input', message: expect.stringContaining('allow it in Settings') };
    await expect(estate.core.call('restore.plan', asked())).rejects.toMatchObject(refused);
    const start = { ...asked(), to: { ...to, confirm: [etc()] } };
    await expect(estate.core.call('restore.start', start)).rejects.toMatchObject(refused);
  });

  test('tells what it would replace, wants that confirmed, and keeps all that was there', async () => {
    const { fleet } = await estate.core.call('fleet.get', {});
    await estate.core.call('fleet.save', { fleet: { ...fleet, restoreInPlace: true } });
    await expect(estate.core.call('restore.plan', asked(estate.root))).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('choose folders or files in it'),
    });
    const then = takeManifest(etc());
    writeFileSync(join(etc(), 'passwd'), 'spoiled');
    writeFileSync(join(etc(), 'own'), 'of today');
    const now = takeManifest(etc());
    const root = takeManifest(estate.root)?.get('.');

    const plan = await estate.core.call('restore.plan', asked());
    expect(plan.tarballs).toMatchObject([
      {
        host: 'jail15',
        path: estate.root,
        inCustomer: '/',
        problem: undefined,
        places: [{ path: '/etc', isThere: true, before: ASIDE }],
      },
    ]);
    for (const confirm of [undefined, [], [join(estate.root, 'usr')]]) {
      await expect(estate.core.call('restore.start', { ...asked(), to: { ...to, confirm } })).rejects.toMatchObject({
        code: 'needs-confirmation',
        details: { target: [etc()] },
      });
    }
    const { id, tarballs, reply } = await estate.restore({ ...asked(), to: { ...to, confirm: [etc()] } });
    const places = [{ path: '/etc', label: '2013-02-22', before: ASIDE }];
    expect(tarballs).toMatchObject([{ host: 'jail15', path: estate.root, inCustomer: '/', places }]);
    expect(differences(then, takeManifest(etc()))).toEqual([]);
    expect(differences(now, takeManifest(estate.root + ASIDE))).toEqual([]);
    expect(takeManifest(estate.root)?.get('.')).toEqual(root);
    expect(estate.tarballs()).toEqual([]);
    expect(readdirSync(join(estate.root, '..')).filter((name) => name.startsWith('.nightkeep'))).toEqual([]);

    expect(reply).toContain(
      `are back in their places on your system.\n\n  /etc\n    what was there before: ${ASIDE}\n`,
    );
    expect(await estate.core.call('replies.compose', { restore: id })).toMatchObject({
      text: reply,
      inPlace: true,
      commands: [],
    });
    const { restores } = await estate.core.call('restore.list', { customer: CUSTOMER });
    expect(restores[0]).toMatchObject({ tarballs: [{ places }] });
    const { activity } = await estate.core.call('activity.list', { customer: CUSTOMER });
    expect(activity.map(({ message }) => message)).toContainEqual(
      `restored 22 February 2013 in place: /etc (what was there before is ${ASIDE})`,
    );
  });

  test('the next night has what was restored, and not what went aside', async () => {
    const { runId } = await estate.night('2013-02-23T09:52:00Z');
    const { nights } = await estate.core.call('nights.list', { host: 'jail15' });
    const index = nights.find((night) => night.runId === runId)?.index;
    const night = join(estate.backupdir, String(index), estate.root);
    expect(differences(takeManifest(etc()), takeManifest(join(night, 'etc')))).toEqual([]);
    expect(existsSync(estate.root + ASIDE)).toBe(true);
    expect(readdirSync(night).filter((name) => name.startsWith('.before'))).toEqual([]);
  });

  test('the same from its hold, where two versions of one file can’t both be', async () => {
    const { runId } = await estate.night('2013-02-24T09:52:00Z');
    const selections = [run.runId, runId].map((each) => ({ host: 'jail15', runId: each, paths: [etc()] }));
    await expect(estate.core.call('restore.plan', { customer: CUSTOMER, selections, to })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('/etc is chosen of 2013-02-22 and of 2013-02-24'),
    });
    const { holds } = await estate.core.call('holds.list', { customer: CUSTOMER });
    const [hold] = holds;
    if (!hold) throw new Error('there is no hold');
    const held = { server: hold.server, id: hold.id };
    const parts = [{ runId: run.runId, paths: [join(etc(), 'passwd')] }];
    const plan = await estate.core.call('restore.planHold', { hold: held, parts, to: { ...to } });
    const before = '/etc/.before-restored-2013-02-22.passwd';
    expect(plan.tarball.places).toEqual([{ path: '/etc/passwd', isThere: true, before, earlier: undefined }]);
    writeFileSync(join(etc(), 'passwd'), 'spoiled again');
    const confirm = [join(etc(), 'passwd')];
    await runJob(estate.core, 'restore.start', { hold: held, parts, to: { ...to, confirm } });
    expect(readFileSync(estate.root + before, 'utf8')).toBe('spoiled again');
    expect(readFileSync(join(etc(), 'passwd'))).toEqual(readFileSync(join(estate.backupdir, '0', etc(), 'passwd')));
  });
});
