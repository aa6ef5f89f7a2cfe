import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { testFolder } from '../../support/nights/folder.ts';
import { History } from '../../support/nights/history.ts';
import { Rig } from '../../support/nights/rig.ts';

vi.setConfig({ testTimeout: 120_000 });

/**
 * What rsync finds at its destination it changes in place, and what was linked from a published night is that night's
 * own file: so nothing may ever be copied into a folder of the new night a second time.
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

/** The first call is for its version, the second for the first entry, the third for the next. */
const beforeTheSecondEntry = { machine: 'host', command: 'rsync', occurrence: 3, when: 'before' } as const;

test('an entry that is named twice is copied once', async () => {
  const { rig, history } = await aNightBefore(['/home', '/home/', '/etc']);
  rig.shims.stopAt(beforeTheSecondEntry);
  history.expect('second', history.look(['/home', '/etc']));
  const running = rig.start({ runId: 'second', date: '2026-01-02' });
  expect(await rig.shims.reached(running.isOver)).toBe(true);
  fs.chmodSync(`${rig.hostRoot}/home/file`, 0o600);
  rig.shims.goOn();
  const outcome = await running.done;
  expect(outcome.result?.entries.map(({ path }) => path)).toEqual(['/home', '/etc']);
  expect(history.wrong()).toEqual([]);
});

test.each([
  ['the entry itself', 'kind directory', '/home'],
  ['a file that would lie in it', 'kind file', '/home/other'],
])('a host that copies into a night again, as %s, changes nothing that was published', async (_, kind, entry) => {
  const { folder, rig, history } = await aNightBefore(['/home', '/etc']);
  rig.shims.stopAt(beforeTheSecondEntry);
  history.expect('second', history.look(['/home', '/etc']));
  const running = rig.start({ runId: 'second', date: '2026-01-02' });
  expect(await rig.shims.reached(running.isOver)).toBe(true);
  const temp = join(folder, 'temp/host');
  const work = join(temp, fs.readdirSync(temp).find((name) => name.startsWith('nightkeep.')) ?? '');
  const asked = fs.readFileSync(join(work, 'receive'), 'utf8');
  fs.writeFileSync(join(work, 'receive'), asked.replace(/^kind .*$/m, kind).replace(/^entry .*$/m, `entry ${entry}`));
  const env = { ...process.env, PATH: `${folder}/bin:${folder}/bin-host:${process.env.PATH}`, TMPDIR: temp };
  const evil = spawnSync('rsync', ['-aHS', '--chmod=F777', '-e', `sh ${work}/call`, './', 'nightkeep:.'], {
    cwd: `${rig.hostRoot}/home`,
    env: { ...env, NIGHTKEEP_TEST_RIG: rig.mark },
  });
  expect(evil.error).toBeUndefined();
  fs.writeFileSync(join(work, 'receive'), asked);
  rig.shims.goOn();
  await running.done;
  expect(history.wrong()).toEqual([]);
});
