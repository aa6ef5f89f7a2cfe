import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testFolder } from '../../support/nights/folder.ts';
import { History } from '../../support/nights/history.ts';
import { Rig } from '../../support/nights/rig.ts';

/**
 * What rsync finds at its destination it changes in place, and what was linked from a published night is that night's
 * own file: so nothing may ever be received into a folder a second time.
 */
async function aNightBefore(entries: string[]) {
  const folder = testFolder();
  const rig = new Rig(folder, { shims: ['rsync'] });
  const history = new History(rig);
  rig.configure(entries);
  for (const path of ['/home', '/etc']) {
    fs.mkdirSync(rig.hostRoot + path);
    fs.writeFileSync(`${rig.hostRoot + path}/file`, 'the same every night');
  }
  history.expect('first', history.look(['/home', '/etc']));
  expect(await rig.run({ runId: 'first', date: '2026-01-01' })).toMatchObject({ exitCode: 0 });
  rig.shims.clear();
  return { folder, rig, history };
}

/** The first call is for its version, the second compares, the third sends. */
const beforeSending = { machine: 'host', command: 'rsync', occurrence: 3, when: 'before' } as const;

test('an entry that is named twice is copied once', async () => {
  const { rig, history } = await aNightBefore(['/home', '/home/', '/etc']);
  fs.chmodSync(`${rig.hostRoot}/home/file`, 0o600);
  history.expect('second', history.look(['/home', '/etc']));
  const outcome = await rig.run({ runId: 'second', date: '2026-01-02' });
  expect(outcome.result?.entries.map(({ path }) => path)).toEqual(['/home', '/etc']);
  expect(history.wrong()).toEqual([]);
});

test('a host that receives twice changes nothing that was published, and the next night is right', async () => {
  const { folder, rig, history } = await aNightBefore(['/home', '/etc']);
  fs.writeFileSync(`${rig.hostRoot}/etc/file`, 'another');
  rig.shims.stopAt(beforeSending);
  const running = rig.start({ runId: 'second', date: '2026-01-02' });
  expect(await rig.shims.reached(running.isOver)).toBe(true);
  const temp = join(folder, 'temp/host');
  const work = join(temp, fs.readdirSync(temp).find((name) => name.startsWith('nightkeep.')) ?? '');
  const env = { ...process.env, PATH: `${folder}/bin:${folder}/bin-host:${process.env.PATH}`, TMPDIR: temp };
  const evil = spawnSync('rsync', ['-aHS', '--chmod=F777', '-e', `sh ${work}/call`, './', 'nightkeep:.'], {
    cwd: rig.hostRoot,
    env: { ...env, NIGHTKEEP_TEST_RIG: rig.mark },
  });
  expect([evil.error, evil.status]).toEqual([undefined, 0]);
  rig.shims.goOn();
  expect((await running.done).error?.message).toContain('something was received that has not taken its place');
  expect(history.wrong()).toEqual([]);
  rig.shims.clear();
  history.expect('third', history.look(['/home', '/etc']));
  expect(await rig.run({ runId: 'third', date: '2026-01-03' })).toMatchObject({ exitCode: 0 });
  expect(history.wrong()).toEqual([]);
});
