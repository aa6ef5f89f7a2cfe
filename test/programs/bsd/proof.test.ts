import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { rehearse } from '../../../src-main/programs/proof/rehearse.ts';
import { putBsdTools } from '../../support/nights/bsd-tools.ts';
import { shells } from '../../support/shells.ts';
import { day, first, listed, makeEstate, prove, rot, second } from '../proof/estate.ts';
import { ROOT } from '../restore/estate.ts';

test.each(shells)('proof needs nothing of GNU under $name', async (shell) => {
  const estate = await makeEstate(shell);
  onTestFinished(() => estate.remove());
  const { built } = estate;
  await built.write(`${ROOT}/www/stays`, 'the same in both');
  await built.write(`${ROOT}/odd/new\nline -> \\x`, 'odd');
  await built.publish(first);
  await built.write(`${ROOT}/www/index.html`, 'second one');
  await built.publish(second);
  const log = join(built.folder, 'refused');
  const tools: [string, string][] = [];
  putBsdTools((name, source) => tools.push([name, source]), log);
  for (const [name, source] of tools) await estate.tool(name, source);
  await estate.tool('ionice', 'exit 127');

  for (const at of [1, 2]) expect(await prove(estate, day(at))).toMatchObject({ checked: { bad: 0 } });
  rot(join(built.path, '0', ROOT, 'www/index.html'));
  expect((await prove(estate, day(3))).bad).toMatchObject([{ path: `${ROOT}/www/index.html`, is: 'rotten' }]);
  const input = { backupdir: built.path, at: day(4), customer: 'col00214', root: ROOT, night: second, megabytes: 9 };
  expect(await runProgram(estate.machines, 'backup1', rehearse, input)).toMatchObject({ files: 3, wrong: 0 });
  expect(await listed(estate)).toMatchObject({ checked: { bad: 1 }, rehearsed: [{ files: 3 }] });
  expect(existsSync(log) ? readFileSync(log, 'utf8') : '').toBe('');
});
