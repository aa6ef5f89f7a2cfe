import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { probeRoot } from '../../../src-main/programs/restore/probe-root.ts';
import { putBsdTools } from '../../support/nights/bsd-tools.ts';
import { shells } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from '../restore/estate.ts';

/** Which tar the server has: FreeBSD's own, or the port of GNU's. */
const tars = ['bsdtar', 'tar'].filter(
  (tar) => !execFileSync('sh', ['-c', `command -v ${tar} || :`]).equals(Buffer.of()),
);

test.each(shells.flatMap((shell) => tars.map((tar) => ({ name: shell.name, shell, tar }))))(
  'a restore needs nothing of GNU: with $tar, under $name',
  async ({ shell, tar }) => {
    const estate = await RestoreEstate.make(shell);
    onTestFinished(() => estate.remove());
    const log = join(estate.built.folder, 'refused');
    const tools: [string, string][] = [];
    putBsdTools((name, source) => tools.push([name, source]), log);
    for (const [name, source] of tools) await estate.tool(name, source);
    const [path] = execFileSync('sh', ['-c', `command -v ${tar}`])
      .toString()
      .split('\n');
    for (const name of ['tar', 'gtar', 'bsdtar']) {
      await estate.tool(name, name === 'tar' ? `exec ${path} "$@"` : 'exit 127');
    }
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'first');
    await estate.built.write(`${ROOT}/usr/home/anna/same`, 'the same in both');
    await estate.built.write(`${ROOT}/odd/new\nline -> \\x`, 'odd');
    await estate.built.publish(nights.first);
    await estate.built.write(`${ROOT}/usr/home/anna/www/index.html`, 'second one');
    await estate.built.publish(nights.second);

    const { hold } = await estate.hold([nights.first, nights.second].map((night) => ({ ...night, paths: [''] })));
    expect(hold).toMatchObject({ id: '20130228T120000Z-hhhhhh' });
    const packed = await estate.pack();
    const name = 'col00214-2013-02-22..24';
    const probed = await runProgram(estate.machines, 'jail15', probeRoot, { root: ROOT, name });
    expect(probed).toMatchObject({ name: `${name}.tar.gz`, freeBytes: expect.any(Number) });
    const delivered = await estate.deliver(packed, { configPath: '/backup.config' });
    expect(delivered).toMatchObject({ name: packed.name });
    const into = join(estate.built.folder, 'unpacked');
    mkdirSync(into);
    execFileSync('tar', ['-xzf', estate.inRoot(delivered.name), '-C', into]);
    const of = (label: string, file: string) => readFileSync(join(into, label, file), 'utf8');
    expect([
      of('2013-02-22', 'usr/home/anna/www/index.html'),
      of('2013-02-24', 'usr/home/anna/www/index.html'),
    ]).toEqual(['first', 'second one']);
    expect(of('2013-02-24', 'odd/new\nline -> \\x')).toBe('odd');
    expect(existsSync(log) ? readFileSync(log, 'utf8') : '').toBe('');
  },
);
