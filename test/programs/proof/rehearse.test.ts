import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { type RehearseInput, rehearse } from '../../../src-main/programs/proof/rehearse.ts';
import { shells } from '../../support/shells.ts';
import { type RestoreEstate, ROOT } from '../restore/estate.ts';
import { day, first, listed, makeEstate, proofOf, second } from './estate.ts';

describe.each(shells)('rehearsing a restore under $name', (shell) => {
  let estate: RestoreEstate;
  beforeEach(async () => {
    estate = await makeEstate(shell);
    const { built } = estate;
    await built.write(`${ROOT}/www/index.html`, 'first');
    await built.write(`${ROOT}/odd/new\nline -> \\x`, 'odd');
    fs.linkSync(built.inSource(`${ROOT}/www/index.html`), built.inSource(`${ROOT}/www/joined`));
    fs.symlinkSync('/etc/passwd', built.inSource(`${ROOT}/www/link`));
    execFileSync('mkfifo', [built.inSource(`${ROOT}/odd/pipe`).toString()]);
    fs.chmodSync(built.inSource(`${ROOT}/odd`), 0o700);
    await built.write('/mnt/data1/69.55.238.99-col00777-DIR/www/other', 'of another');
    await built.publish(first);
    await built.write(`${ROOT}/www/late`, 'late');
    await built.publish(second);
  });
  afterEach(() => estate.remove());

  const rehearsed = (at: string, over: Partial<RehearseInput> = {}, signal?: AbortSignal) =>
    runProgram(
      estate.machines,
      'backup1',
      rehearse,
      { backupdir: estate.built.path, at, customer: 'col00214', root: ROOT, night: first, megabytes: 100, ...over },
      { signal },
    );

  test('what comes out of the tarball is what is in the night, and nothing is left but a note of it', async () => {
    const found = await rehearsed(day(1));
    const whole = {
      customer: 'col00214',
      at: day(1),
      run: first.runId,
      date: first.date,
      root: ROOT,
      files: 5,
      wrong: 0,
    };
    expect(found).toMatchObject({ ...whole, part: false, names: [] });
    expect(fs.readdirSync(proofOf(estate)).sort()).toEqual(['.nightkeep', 'rehearsed']);
    expect(fs.readdirSync(proofOf(estate, '.nightkeep'))).toEqual([]);
    await rehearsed(day(2), { night: second });
    const { rehearsed: all } = (await listed(estate)) ?? {};
    expect(all).toMatchObject([{ ...whole, at: day(2), run: second.runId, date: second.date, files: 6 }]);
  });

  test('a tarball that lost something of it is found: bytes, a mode, times, links', async () => {
    // Something between the night and the customer does harm: as a broken tar would, once it has unpacked.
    await estate.tool(
      'tar',
      `/bin/tar "$@"; code=$?
case " $* " in *" -xpf "*)
  cd 2013-02-22 || exit 1
  touch -r www/index.html keep; printf X | dd of=www/index.html conv=notrunc 2>/dev/null; touch -r keep www/index.html; rm keep
  chmod 755 odd; ln -sfn /etc/shadow www/link; rm www/joined; cp -p www/index.html www/joined ;;
esac; exit $code`,
    );
    const { wrong, names } = await rehearsed(day(1));
    expect(names.toSorted()).toEqual(expect.arrayContaining(['odd/', 'www/index.html', 'www/joined', 'www/link']));
    expect(wrong).toBe(names.length);
    expect((await listed(estate))?.rehearsed).toMatchObject([{ wrong }]);
  });

  test('of a customer who has more than is rehearsed, a part is', async () => {
    for (const name of ['a', 'b', 'c']) {
      fs.mkdirSync(join(estate.built.path, '0', ROOT, 'mail', name), { recursive: true });
      fs.writeFileSync(join(estate.built.path, '0', ROOT, 'mail', name, 'box'), Buffer.alloc(700_000, name));
    }
    const found = await rehearsed(day(1), { night: second, megabytes: 1 });
    expect(found).toMatchObject({ part: true, wrong: 0, names: [] });
    expect(found.files).toBeGreaterThan(0);
    expect(found.files).toBeLessThan(8);
  });

  test('cancelled or killed in the middle, it leaves no scratch behind for longer than the next one', async () => {
    // Stops the one that unpacks.
    await estate.tool(
      'tar',
      `case " $* " in *" -xpf "*) : >${estate.built.folder}/unpacks; exec sleep 600 ;; esac; exec /bin/tar "$@"`,
    );
    const ending = new AbortController();
    const cancelled = rehearsed(day(1), {}, ending.signal);
    await expect.poll(() => fs.existsSync(join(estate.built.folder, 'unpacks')), { timeout: 60_000 }).toBe(true);
    expect(fs.existsSync(proofOf(estate, 'scratch/tree'))).toBe(true);
    ending.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => fs.existsSync(proofOf(estate, 'scratch')), { timeout: 60_000 }).toBe(false);

    // As one that was killed leaves it.
    fs.mkdirSync(proofOf(estate, 'scratch/tree/x'), { recursive: true });
    fs.writeFileSync(proofOf(estate, 'scratch/tree/x/y'), '');
    fs.chmodSync(proofOf(estate, 'scratch/tree/x'), 0o500);
    await estate.tool('tar', 'exec /bin/tar "$@"');
    expect(await rehearsed(day(2))).toMatchObject({ wrong: 0 });
    expect(fs.existsSync(proofOf(estate, 'scratch'))).toBe(false);
    expect(fs.readFileSync(proofOf(estate, 'rehearsed'), 'utf8').split('\n').length).toBe(2);
  });

  test('without room for it nothing is packed, and a night that left is said to be gone', async () => {
    await estate.tool(
      'df',
      `echo 'Filesystem 1024-blocks Used Available Capacity Mounted on'; echo '/dev/x 100 99 1 99% /'`,
    );
    await expect(rehearsed(day(1))).rejects.toMatchObject({ code: 'no-space' });
    await estate.tool('df', 'exec /bin/df "$@"');
    await estate.built.trash(1);
    await expect(rehearsed(day(1))).rejects.toMatchObject({ code: 'night-gone' });
    expect(fs.existsSync(proofOf(estate, 'scratch'))).toBe(false);
  });
});
