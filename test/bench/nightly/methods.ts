import * as fs from 'node:fs';
import { join } from 'node:path';
import { writeFakeSsh } from './fake-ssh.ts';
import type { Workplace } from './folders.ts';
import type { Method } from './method.ts';
import { oldScript } from './methods/old-script.ts';
import { ours } from './methods/ours.ts';
import { rsnapshot } from './methods/rsnapshot.ts';
import type { Source } from './source.ts';

/** The methods to run, and what can't run here and why. */
export function makeMethods(
  workplace: Workplace,
  source: Source,
  wants: (name: string) => boolean,
): { methods: Method[]; missing: string[] } {
  const methods: Method[] = [];
  const missing: string[] = [];
  const folderOf = (name: string, parent = workplace.folder) => {
    const folder = join(parent, name);
    fs.mkdirSync(folder, { recursive: true });
    return folder;
  };
  const bin = writeFakeSsh(workplace.folder);
  if (wants('old-script')) methods.push(oldScript(folderOf('old-script'), source));
  if (wants('old-script-ssh')) methods.push(oldScript(folderOf('old-script-ssh'), source, bin));
  for (const kind of ['default', 'link_dest'] as const) {
    if (!wants(`rsnapshot-${kind}`)) continue;
    const method = rsnapshot(folderOf(`rsnapshot-${kind}`), kind, source);
    if (method) methods.push(method);
    else missing.push(`rsnapshot-${kind}: rsnapshot is not installed`);
  }
  if (wants('ours')) methods.push(ours('ours', 'Nightkeep', folderOf('ours'), source, bin));
  if (wants('ours-btrfs')) {
    const place = workplace.btrfs;
    if ('missing' in place) missing.push(`ours-btrfs: ${place.missing}`);
    else methods.push(ours('ours-btrfs', 'Nightkeep', folderOf('ours', place.folder), source, bin));
  }
  return { methods, missing };
}
