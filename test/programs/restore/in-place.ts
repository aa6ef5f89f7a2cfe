import * as fs from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { type DeliveryProgress, deliver, type Fetched } from '../../../src-main/programs/restore/deliver.ts';
import type { PackedTarball } from '../../../src-main/programs/restore/pack.ts';
import { type ProbedPlace, probeRoot } from '../../../src-main/programs/restore/probe-root.ts';
import { removeTree } from '../../support/nights/folder.ts';
import type { Shell } from '../../support/shells.ts';
import { nights, RestoreEstate, ROOT } from './estate.ts';

export const NAME = 'restored-2013-02-22';
const LABEL = '2013-02-22';
export const WWW = 'usr/home/anna/www';
export const ODD = 'usr/home/anna/odd\n\\name ü';

export const beside = (path: string, number = '') =>
  path.replace(/[^/]+$/, (name) => `.before-${NAME}${number}.${name}`);
export const inPlace = (...paths: string[]) => ({
  name: NAME,
  configPath: '/backup.config',
  places: paths.map((path) => ({ label: LABEL, path })),
});

export async function estateOf(shell: Shell): Promise<RestoreEstate> {
  const estate = await RestoreEstate.make(shell);
  onTestFinished(() => removeTree(estate.built.folder));
  return estate;
}

/** A hold of one night with a folder, files and a link in it, packed; and other things in their places by now. */
export async function changed(shell: Shell) {
  const estate = await estateOf(shell);
  const { built } = estate;
  await built.write(`${ROOT}/${WWW}/index.html`, 'then');
  await built.write(`${ROOT}/${ODD}`, 'odd then');
  await built.write(`${ROOT}/etc/passwd`, 'then');
  fs.symlinkSync('../nowhere', join(built.source, ROOT, 'etc/link'));
  fs.chmodSync(join(built.source, ROOT, WWW), 0o751);
  await built.publish(nights.first);
  await estate.hold([{ ...nights.first, paths: [''] }]);
  const packed = await estate.pack();
  for (const [path, text] of [
    [`${WWW}/index.html`, 'now'],
    [`${WWW}/new.html`, 'now'],
    [ODD, 'odd now'],
    ['etc/passwd', 'now'],
    ['etc/link', 'a file now'],
  ] as const) {
    fs.mkdirSync(join(estate.inRoot(path), '..'), { recursive: true });
    fs.writeFileSync(estate.inRoot(path), text);
  }
  return { estate, packed };
}

export const read = (estate: RestoreEstate, path: string) => fs.readFileSync(estate.inRoot(path), 'utf8');
export const besideRoot = (estate: RestoreEstate) => fs.readdirSync(join(estate.inRoot('/'), '..'));
export const onlyRoot = ['69.55.238.98-col00214-DIR'];
export const lookAt = async (estate: RestoreEstate, ...paths: string[]): Promise<ProbedPlace[]> =>
  (await runProgram(estate.machines, 'jail15', probeRoot, { root: ROOT, ...inPlace(...paths) })).places;

/** With what it says while it works. */
export function put(estate: RestoreEstate, packed: PackedTarball, over: Partial<Fetched>, signal?: AbortSignal) {
  const said: DeliveryProgress[] = [];
  const ended = runProgram(estate.machines, 'jail15', deliver, estate.delivery(packed, over), {
    signal,
    onEvent: (event) => said.push(event),
  });
  return { said, ended };
}
