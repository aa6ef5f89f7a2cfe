import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import identity from '../../../src-main/programs/keeper/identity.sh?raw';
import { type FoundIdentity, type IdentityInput, identityProgram } from '../../../src-main/programs/keeper/identity.ts';
import nightFolders from '../../../src-main/programs/keeper/night-folders.sh?raw';
import { compose, type Program } from '../../../src-main/programs/program.ts';
import events from '../../../src-main/programs/shared/events.sh?raw';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shells } from '../../support/shells.ts';

const NOW = new Date('2013-02-28T09:00:00Z');

interface Begun {
  backupdir: string;
  host: string;
  expected: readonly string[];
}

/** What a run does before it writes anything; gives the mark that the host then remembers. */
const begin: Program<Begun, string> = {
  name: 'begin',
  source: compose(
    events,
    nightFolders,
    identity,
    `nk_input() { case $1 in backupdir) nk_dir=$2 ;; host) nk_host=$2 ;; expected) nk_marks="$nk_marks $2" ;; esac; }
    nk_marks=
    nk_read_input
    nk_identity_before "$nk_dir" "\${nk_marks# }"
    mkdir -p "$nk_dir" && cd -P "$nk_dir" || exit 1
    nk_identity_require "$nk_dir" "$nk_host" "\${nk_marks# }" 2013-02-28T09:00:00Z
    nk_emit begun mark "$nk_mark_id"`,
  ),
  encode: ({ backupdir, host, expected }) => [
    ['backupdir', backupdir],
    ['host', host],
    ...expected.map((id) => ['expected', id] as const),
  ],
  reader: () => {
    let mark = '';
    return {
      take: ({ name, fields }) => {
        if (name === 'begun') mark = fields.mark ?? '';
        return undefined;
      },
      result: () => mark,
    };
  },
};

describe.each(shells)('whose a backupdir is under $name', ({ argv }) => {
  const machines = localMachines({ shell: argv });
  let built: BackupdirBuilder;
  const run = (host = 'jail15', ...expected: string[]): Promise<string> =>
    runProgram(machines, 'backup1', begin, { backupdir: built.path, host, expected });
  const ask = (more: Partial<IdentityInput> = {}): Promise<FoundIdentity> =>
    runProgram(machines, 'backup1', identityProgram, {
      backupdir: built.path,
      host: 'jail15',
      expected: [],
      now: NOW,
      ...more,
    });
  const confirm = (more: Partial<IdentityInput> = {}) => ask({ confirm: { by: 'maria', target: built.path }, ...more });
  const refused = (identityState: string, message: RegExp) => ({
    code: 'needs-confirmation',
    message: expect.stringMatching(message),
    details: expect.objectContaining({ target: built.path, identity: identityState }),
  });

  beforeEach(async () => {
    built = await BackupdirBuilder.make();
    await built.write('/etc/file', 'x');
  });
  afterEach(() => built.remove());

  test('the first use makes a mark, and it stays', async () => {
    expect(await ask()).toMatchObject({ state: 'new', id: undefined, nights: 0 });
    const mark = await run();
    expect(mark).toMatch(/^[0-9a-f]{32}$/);
    expect(await run('jail15', mark)).toBe(mark);
    expect(await run()).toBe(mark);
    expect(await ask({ expected: [mark] })).toMatchObject({ state: 'own', id: mark, owner: 'jail15', why: '' });
    expect(readFileSync(join(built.path, '.nightkeep/mark'), 'utf8')).toMatch(/\ton=\/[^\t]*\t/);
  });

  test('nights without a mark are taken over by the host they are of, and those of the old script by whoever comes', async () => {
    await built.publishOld();
    expect(await ask()).toMatchObject({ state: 'unmarked', nights: 1 });
    await built.publish({ runId: '20130227T081000Z-a', date: '2013-02-27' });
    expect(await ask()).toMatchObject({ state: 'unmarked', owner: 'jail15', nights: 2 });
    await run();
    expect(await ask()).toMatchObject({ state: 'own', nights: 2 });
  });

  test('another host’s is refused, by its mark or by its records, and nothing is written there', async () => {
    await built.publish({ runId: '20130227T081000Z-a', date: '2013-02-27', host: 'jail16' });
    await expect(run()).rejects.toMatchObject(refused('other', /the nights in it are those of jail16/));
    expect(existsSync(join(built.path, '.nightkeep/mark'))).toBe(false);
    await run('jail16');
    await expect(run()).rejects.toMatchObject(refused('other', /backupdir of jail16 since 2013-02-28T09:00:00Z/));
    expect(await ask()).toMatchObject({ state: 'other', owner: 'jail16', nights: 1 });
  });

  test('an empty mount point is not taken for the history that lay on the disk', async () => {
    const mark = await run();
    await rename(built.path, `${built.path}.disk`);
    await expect(run('jail15', mark)).rejects.toMatchObject(refused('lost', /is gone, though nights lay in it/));
    expect(existsSync(built.path)).toBe(false);
    expect(await ask({ expected: [mark] })).toMatchObject({ state: 'absent' });
    await mkdir(built.path);
    await expect(run('jail15', mark)).rejects.toMatchObject(refused('lost', /is not there: is its disk mounted/));
    expect(existsSync(join(built.path, '.nightkeep'))).toBe(false);
    await rm(built.path, { recursive: true });
    await rename(`${built.path}.disk`, built.path);
    expect(await run('jail15', mark)).toBe(mark);
  });

  test('neither is another history, begun while the disk was away', async () => {
    const mark = await run();
    await rename(built.path, `${built.path}.disk`);
    const other = await run();
    await expect(run('jail15', mark)).rejects.toMatchObject(refused('lost', /another history of jail15/));
    expect(await ask({ expected: [mark] })).toMatchObject({ state: 'lost', id: other });
  });

  test('what is confirmed is the host’s, for all that remember an earlier mark', async () => {
    const mark = await run();
    await rename(built.path, `${built.path}.old`);
    await expect(confirm({ expected: [mark], confirm: { by: 'maria', target: '/other' } })).rejects.toMatchObject({
      code: 'needs-confirmation',
    });
    expect(existsSync(built.path)).toBe(false);
    const moved = await confirm({ expected: [mark] });
    expect(moved).toMatchObject({ state: 'own', owner: 'jail15' });
    expect(moved.id).not.toBe(mark);
    expect(await run('jail15', mark)).toBe(moved.id);
    expect(await run('jail15', mark, moved.id ?? '')).toBe(moved.id);
    expect(readFileSync(join(built.path, '.nightkeep/mark'), 'utf8')).toContain('\tby=maria\t');
  });

  test('a host that was renamed takes its backupdir along, once it is confirmed', async () => {
    const mark = await run('jail15-old');
    await expect(run()).rejects.toMatchObject(refused('other', /jail15-old/));
    await confirm();
    await run();
    await expect(run('jail15-old', mark)).rejects.toMatchObject(refused('other', /backupdir of jail15 since/));
  });

  test('what is no mark is none', async () => {
    await mkdir(join(built.path, '.nightkeep'));
    const file = join(built.path, '.nightkeep/mark');
    for (const text of [
      '',
      'mark',
      'mark\tid=\thost=jail16\n',
      'mark\tid=../../x\thost=jail16\n',
      'else\tid=ab\thost=x\n',
    ]) {
      await writeFile(file, text);
      expect(await ask(), text).toMatchObject({ state: 'new' });
    }
    await writeFile(join(built.folder, 'elsewhere'), 'mark\tid=ab\thost=jail16\n');
    await rm(file);
    await symlink(join(built.folder, 'elsewhere'), file);
    expect(await ask()).toMatchObject({ state: 'new' });
    await run();
    expect(readFileSync(join(built.folder, 'elsewhere'), 'utf8')).toBe('mark\tid=ab\thost=jail16\n');
  });
});
