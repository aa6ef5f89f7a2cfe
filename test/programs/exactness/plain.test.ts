import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { seeded } from '../../support/fleet/seeded.ts';
import { BtrfsDisk, whyNoBtrfs } from '../../support/nights/btrfs-disk.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { History } from '../../support/nights/history.ts';
import { mutate, plainly } from '../../support/nights/mutate.ts';
import { strip } from '../../support/nights/mutations.ts';
import { onPaths } from '../../support/nights/on-paths.ts';
import { Rig } from '../../support/nights/rig.ts';
import { seed } from '../../support/nights/settings.ts';
import { Source } from '../../support/nights/source.ts';
import { type Shell, shells } from '../../support/shells.ts';

/**
 * Where no file of an entry has an ACL or an extended attribute, now or in any night, rsync is not asked for them.
 * What is tried: that a night has them all the same as soon as one file does, and has none as soon as it lost them,
 * though nothing else about the file changed.
 */
function plainHost({ btrfs, shell }: { btrfs?: boolean; shell?: Shell } = {}) {
  const folder = testFolder();
  if (btrfs) {
    const disk = new BtrfsDisk(join(folder, 'server/data'), join(folder, 'disk'));
    onTestFinished(() => disk.remove());
  }
  const rig = new Rig(folder, { shell });
  const log = join(folder, 'rsync-log');
  const rsync = execFileSync('sh', ['-c', 'command -v rsync']).toString().trim();
  const script = `#!/bin/sh\nprintf '%s\\n' "$*" >>'${log}'\nexec ${rsync} "$@"\n`;
  fs.writeFileSync(join(rig.binOf('host'), 'rsync'), script, { mode: 0o755 });
  const entry = '/home';
  const source = new Source(rig.hostRoot + entry, seeded(`${seed} plain`));
  mutate(source, 60, 400, plainly);
  rig.configure([entry]);
  const history = new History(rig);
  let night = 0;
  /** Makes a night and looks at all that are kept. Says what rsync was asked to keep of the entry, each time. */
  async function sleep(note = ''): Promise<string[]> {
    fs.rmSync(log, { force: true });
    const at = new Date(Date.UTC(2026, 0, 1 + night++, 8));
    const expected = history.look([entry]);
    const outcome = await rig.run({ at, date: at.toISOString().slice(0, 10), nightsToKeep: 1 });
    const told = `night ${night} ${note}`;
    expect(outcome, told).toMatchObject({ exitCode: 0, error: undefined, stderr: '' });
    history.expect(outcome.result?.runId ?? '', expected);
    expect(history.wrong(), told).toEqual([]);
    await rig.tidied();
    return [...fs.readFileSync(log, 'latin1').matchAll(/^-n?aHS([AX]*) .*--delete/gm)].map(
      ([, letters = '']) => letters,
    );
  }
  /** Nights until it is known to be so in the one that is kept and in the one that left, whose folder was the base's. */
  async function sleepUntilPlain(): Promise<void> {
    for (let left = 4; left > 0; left--) await sleep('on the way to a plain entry');
    mutate(source, 10, 400, plainly);
    expect(await sleep('of a plain entry')).toEqual(['']);
  }
  return { rig, source, sleep, sleepUntilPlain, entry };
}

type Host = ReturnType<typeof plainHost>;

const change = (path: string, ...command: string[]) => onPaths([...command, '--'], [path]);
const aFile = ({ source }: Host) => source.at(source.chance.pick(source.listing.files));

interface Mark {
  at: (host: Host) => string;
  set: string[];
}

/** What gives something an ACL or an attribute. */
const marks = {
  'an ACL on a file': { at: aFile, set: ['setfacl', '-m', 'u:1234:r'] },
  'an attribute on a file': { at: aFile, set: ['setfattr', '-n', 'user.a', '-v', 'b'] },
  'a default ACL on the entry': { at: ({ source }) => source.root, set: ['setfacl', '-m', 'd:u:1234:rwx'] },
} satisfies Record<string, Mark>;

async function comeAndGo(host: Host, name: keyof typeof marks): Promise<void> {
  const { at, set } = marks[name];
  change(at(host), ...set);
  expect(await host.sleep(`with ${name}`)).toEqual(['', 'AX']);
  mutate(host.source, 10, 400, plainly);
  expect(await host.sleep(`with ${name} still`)).toEqual(['AX']);
  // From all that has it by now: a copy of a file may have it too, and what was made in a folder.
  strip(host.source);
  expect(await host.sleep(`after ${name}`)).toEqual(['AX']);
}

const why = whyNoBtrfs();
const onBtrfs = why ? `on btrfs (skipped: ${why})` : 'on btrfs';
const places = [
  { name: 'by hard links', btrfs: false },
  { name: onBtrfs, btrfs: true },
];

describe.each(places)('a plain entry, nights $name', ({ btrfs }) => {
  const run = test.skipIf(btrfs && why !== undefined);

  run('what has one is gone, and an equal file that has none takes its place', async () => {
    const host = plainHost({ btrfs });
    const [one, other] = ['one', 'other'].map((path) => host.source.at(path)) as [string, string];
    for (const path of [one, other]) fs.writeFileSync(path, 'the same');
    for (const path of [one, other]) fs.utimesSync(path, 1, 1);
    await host.sleepUntilPlain();
    change(one, 'setfacl', '-m', 'u:1234:r');
    await host.sleep('with an ACL');
    fs.rmSync(one);
    fs.renameSync(other, one);
    await host.sleep('with the other file');
  });

  run('the server’s folder has a default ACL', async () => {
    const host = plainHost({ btrfs });
    await host.sleepUntilPlain();
    change(join(host.rig.backupdir, '.nightkeep'), 'setfacl', '-m', 'd:u:1234:rwx');
    mutate(host.source, 10, 400, plainly);
    expect(await host.sleep('under a default ACL')).toEqual(['AX']);
  });
});

const names = Object.keys(marks) as (keyof typeof marks)[];
const oneByOne = shells.map((shell, index) => ({ shell, name: names[index % names.length] ?? 'an ACL on a file' }));
const comings = [
  ...oneByOne.map(({ shell, name }) => ({ name, shell, btrfs: false, where: `under ${shell.name}` })),
  ...(why ? [] : [{ name: 'a default ACL on the entry' as const, shell: undefined, btrfs: true, where: onBtrfs }]),
];

test.each(comings)('$name comes and goes, $where', async ({ name, shell, btrfs }) => {
  const host = plainHost({ btrfs, shell });
  await host.sleepUntilPlain();
  await comeAndGo(host, name);
});
