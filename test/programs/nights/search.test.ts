import { chmod, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textFromBytes } from '../../../src-main/domain/bytes.ts';
import { type NamePattern, namePattern } from '../../../src-main/domain/name-pattern.ts';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { searchNights } from '../../../src-main/programs/nights/search.ts';
import { BackupdirBuilder } from '../../support/backupdir.ts';
import { localMachines } from '../../support/local-machines.ts';
import { shells } from '../../support/shells.ts';

describe.each(shells)('searching nights under $name', ({ argv }) => {
  const machines = localMachines({ shell: argv });
  let built: BackupdirBuilder;
  const [first, second] = ['20130222T081000Z-aaaaaa', '20130223T081000Z-bbbbbb'];

  beforeEach(async () => {
    built = await BackupdirBuilder.make();
  });
  afterEach(() => built.remove());

  const search = (pattern: string) => {
    const program = searchNights(namePattern(pattern) as NamePattern);
    return runProgram(machines, 'backup1', program, { backupdir: built.path, roots: ['/jail', '/gone'] });
  };
  const namesFor = async (pattern: string) => {
    const { matches, gaps } = await search(pattern);
    expect(gaps).toEqual([]);
    return matches.map(({ path }) => path.replace('/jail/www/', '')).sort();
  };

  test('names are found in all nights, newest size first', async () => {
    await built.write('/jail/www/Index.html', 'old');
    await built.write('/jail/www/in[d]ex\n.html', 'x');
    await built.publish({ runId: first, date: '2013-02-22' });
    await built.write('/jail/www/Index.html', 'newer');
    await rm(built.inSource('/jail/www/in[d]ex\n.html'));
    await built.publish({ runId: second, date: '2013-02-23' });
    expect(await search('index')).toMatchObject({
      matches: [{ path: '/jail/www/Index.html', nights: [second, first], size: 5 }],
    });
    expect(await search('[d]ex')).toMatchObject({
      matches: [{ path: '/jail/www/in[d]ex\n.html', nights: [first], size: 1 }],
    });
    expect((await search('*.html')).matches).toHaveLength(2);
    expect((await search('*')).matches).toHaveLength(3);
    expect(await search('none such')).toEqual({ matches: [], gaps: [] });
  });

  test('a name is found however it is spelled, and by the end of its path', async () => {
    const decomposed = 'Müller.pdf'.normalize('NFD');
    const latin1 = textFromBytes(Buffer.from([0x42, 0xfc, 0x72, 0x6f, 0x2e, 0x6c, 0x31]));
    const names = [
      decomposed,
      'Büro.txt',
      latin1,
      'Straße',
      'photo[1].jpg',
      'photo1.jpg',
      'IMG_01.JPG',
      'a*b',
      'отчёт Июль',
    ];
    for (const name of names) await built.write(`/jail/www/${name}`, 'x');
    await built.publish({ runId: first, date: '2013-02-22' });
    expect(await namesFor('müller')).toEqual([decomposed]);
    expect(await namesFor('MÜLLER.pdf'.normalize('NFD'))).toEqual([decomposed]);
    expect(await namesFor('BÜRO')).toEqual(['Büro.txt']);
    expect(await namesFor('STRASSE')).toEqual(['Straße']);
    expect(await namesFor('ОТЧЁТ'.normalize('NFD'))).toEqual(['отчёт Июль']);
    expect(await namesFor(latin1)).toEqual([latin1]);
    expect(await namesFor('.l1')).toEqual([latin1]);
    expect(await namesFor('[1]')).toEqual(['photo[1].jpg']);
    expect(await namesFor('img_01')).toEqual(['IMG_01.JPG']);
    expect(await namesFor('www/photo1.jpg')).toEqual(['photo1.jpg']);
    expect(await namesFor('/jail/www/bür')).toEqual(['Büro.txt']);
    expect(await namesFor('other/photo1.jpg')).toEqual([]);
    expect(await namesFor('www/')).toEqual(['/jail/www']);
  });

  test('an answer says where it was cut off', async () => {
    for (let at = 0; at < 30; at++) await built.write(`/jail/www/img${at}`, 'x');
    await built.publish({ runId: first, date: '2013-02-22' });
    const program = searchNights(namePattern('img') as NamePattern);
    const few = {
      ...program,
      encode: (input: Parameters<typeof program.encode>[0]) => [['most', '20'] as const, ...program.encode(input)],
    };
    const { matches, gaps } = await runProgram(machines, 'backup1', few, { backupdir: built.path, roots: ['/jail'] });
    expect(matches).toHaveLength(20);
    expect(gaps).toEqual([{ why: 'too-many', nights: [first] }]);
  });

  test('an answer says where something could not be read', async () => {
    await built.write('/jail/www/index.html', 'x');
    await built.publish({ runId: first, date: '2013-02-22' });
    await rm(join(built.source, 'jail'), { recursive: true });
    await symlink('/etc', built.inSource('/jail'));
    await built.publish({ runId: second, date: '2013-02-23' });
    const { matches, gaps } = await search('index');
    expect(matches).toMatchObject([{ nights: [first] }]);
    expect(gaps).toEqual([{ why: 'unreadable', nights: [second] }]);
  });

  // Root reads everything, so it looks as the user of a server without that right would.
  test('an answer says so where a folder is closed to who searches', async () => {
    await built.write('/jail/www/index.html', 'x');
    await built.write('/jail/closed/index.html', 'x');
    await built.publish({ runId: first, date: '2013-02-22' });
    await chmod(built.folder, 0o755);
    await chmod(join(built.path, '0/jail/closed'), 0);
    const asUser = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups', ...argv] : argv;
    const program = searchNights(namePattern('index') as NamePattern);
    const input = { backupdir: built.path, roots: ['/jail'] };
    const found = await runProgram(localMachines({ shell: asUser }), 'backup1', program, input);
    await chmod(join(built.path, '0/jail/closed'), 0o755);
    expect(found.matches).toMatchObject([{ path: '/jail/www/index.html' }]);
    expect(found.gaps).toEqual([{ why: 'unreadable', nights: [first] }]);
  });
});
