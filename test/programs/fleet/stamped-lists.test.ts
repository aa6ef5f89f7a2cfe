import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEvents } from '../../../src-main/features/events.ts';
import { createKnownLists } from '../../../src-main/features/known-lists.ts';
import { createStampedLists, SCROLL_MS } from '../../../src-main/features/stamped-lists.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shellOfThisTest } from '../../support/shells.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A server an hour ahead, as it has it: what was just made is old by then, so that it has stamps. */
function setUp() {
  const folder = tempFolder();
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/date'), '#!/bin/sh\necho $(($(/bin/date +%s) + 3600))\n', { mode: 0o755 });
  const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
  const inner = localMachines({ shell: shellOfThisTest().argv, env });
  const sent: string[] = [];
  const machines: typeof inner = {
    ...inner,
    exec: (machine, request) => {
      sent.push(String(request.stdin).split('\n').slice(-20).join('\n'));
      return inner.exec(machine, request);
    },
  };
  const { publish, subscribe } = createEvents(() => {});
  const dirs = ['a', 'b', 'c'].map((name) => join(folder, name));
  const inBackupdir = (dir: string | undefined, path: string) => join(dir ?? '', '.nightkeep', path);
  for (const dir of dirs) {
    mkdirSync(inBackupdir(dir, 'holds/h1'), { recursive: true });
    writeFileSync(inBackupdir(dir, 'holds/h1/hold'), 'hold\thost=jail1\treason=why\tuntil=2026-01-01T00:00:00Z\n');
    writeFileSync(inBackupdir(dir, 'actions'), `action\tid=1\tby=anna\tmessage=in ${dir}\n`);
  }
  return { lists: createKnownLists(machines, subscribe), publish, machines, dirs, sent, inBackupdir };
}

test('holds and actions are told again only of backupdirs in which they changed', async () => {
  const { lists, dirs, sent, inBackupdir } = setUp();
  const [a, b, c] = dirs;
  const ids = async () =>
    [...(await lists.holds.of('backup1', dirs)).values()].map((holds) => holds.map(({ id }) => id));
  expect(await ids()).toEqual([['h1'], ['h1'], ['h1']]);
  sent.splice(0);
  expect(await ids()).toEqual([['h1'], ['h1'], ['h1']]);
  // The question for stamps, and no other.
  expect(sent).toHaveLength(1);
  appendFileSync(inBackupdir(b, 'holds/h1/hold'), 'proven\tat=2026-01-01T00:00:00Z\tfiles=3\twrong=0\n');
  rmSync(inBackupdir(c, 'holds/h1'), { recursive: true });
  sent.splice(0);
  const after = await lists.holds.of('backup1', dirs);
  expect(after.get(a ?? '')?.[0]?.proven).toBeUndefined();
  expect(after.get(b ?? '')?.[0]?.proven).toMatchObject({ files: 3 });
  expect(after.get(c ?? '')).toEqual([]);
  expect(sent).toHaveLength(2);
  expect(sent[1]).not.toContain(`backupdir ${a}`);

  expect([...(await lists.actions.of('backup1', dirs)).values()].flat().map(({ message }) => message)).toEqual(
    dirs.map((dir) => `in ${dir}`),
  );
  appendFileSync(inBackupdir(a, 'actions'), 'action\tid=2\tby=tom\tmessage=more\n');
  sent.splice(0);
  expect((await lists.actions.of('backup1', dirs)).get(a ?? '')?.map(({ by }) => by)).toEqual(['anna', 'tom']);
  expect(sent[1]).not.toContain(`backupdir ${b}`);
});

test('a single backupdir is asked by itself, and what is remembered has an end', async () => {
  const { machines, dirs, sent } = setUp();
  const asked: string[][] = [];
  const lists = createStampedLists<number>({
    machines,
    stamp: 'holds',
    most: 5,
    ask: async (_, backupdirs) => {
      asked.push([...backupdirs]);
      return new Map(backupdirs.map((dir) => [dir, [1, 2, 3]]));
    },
  });
  await lists.of('backup1', dirs.slice(0, 1));
  expect(sent).toEqual([]);
  await lists.of('backup1', dirs);
  await lists.of('backup1', dirs);
  // Five items are remembered: the list that was used last, of three.
  expect(asked).toEqual([dirs.slice(0, 1), dirs, dirs.slice(0, 2)]);
});

test('one scroll asks a server once, until something changed or a while has passed', async () => {
  const { lists, publish, dirs, sent, inBackupdir } = setUp();
  const asked = async (scrolled: boolean) => {
    sent.splice(0);
    const told = await lists.holds.of('backup1', dirs, scrolled);
    return { sent: sent.length, holds: [...told.values()].flat().length };
  };
  expect(await asked(false)).toEqual({ sent: 2, holds: 3 });
  rmSync(inBackupdir(dirs[2], 'holds/h1'), { recursive: true });
  for (const _ of dirs) expect(await asked(true)).toEqual({ sent: 0, holds: 3 });
  // Its beginning is asked for anew, and the next parts are of that.
  expect(await asked(false)).toEqual({ sent: 2, holds: 2 });
  expect(await asked(true)).toEqual({ sent: 0, holds: 2 });
  rmSync(inBackupdir(dirs[1], 'holds/h1'), { recursive: true });
  publish('holds.changed', { server: 'backup1' });
  expect(await asked(true)).toEqual({ sent: 2, holds: 1 });
});

test('a scroll that takes long asks again, and so does one over more than was asked for', async () => {
  const { machines, dirs, sent } = setUp();
  let now = 0;
  const ask = async (_: string, some: readonly string[]) => new Map(some.map((dir) => [dir, [1]]));
  const lists = createStampedLists<number>({ machines, stamp: 'holds', now: () => now, ask });
  await lists.of('backup1', dirs.slice(1));
  await lists.of('backup1', dirs, true);
  expect(sent).toHaveLength(2);
  now = SCROLL_MS - 1;
  await lists.of('backup1', dirs, true);
  expect(sent).toHaveLength(2);
  now = SCROLL_MS + 1;
  await lists.of('backup1', dirs, true);
  expect(sent).toHaveLength(3);
});
