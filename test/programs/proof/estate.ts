import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../../src-main/features/run-program.ts';
import { listProofs } from '../../../src-main/programs/proof/list-proofs.ts';
import type { FoundProof } from '../../../src-main/programs/proof/proof-record.ts';
import { type ReadBackInput, readBack } from '../../../src-main/programs/proof/read-back.ts';
import type { Shell } from '../../support/shells.ts';
import { RestoreEstate } from '../restore/estate.ts';

export const first = { runId: '20130222T081000Z-aaaaaa', date: '2013-02-22' };
export const second = { runId: '20130223T081000Z-bbbbbb', date: '2013-02-23' };
export const third = { runId: '20130224T081000Z-cccccc', date: '2013-02-24' };

/** Without its low priority, which on a machine at full load is none at all. */
export async function makeEstate(shell: Shell, env: Record<string, string> = {}): Promise<RestoreEstate> {
  const estate = await RestoreEstate.make(shell, env);
  for (const name of ['renice', 'ionice']) await estate.tool(name, 'exit 0');
  return estate;
}

/** Of days that are later and later. */
export const day = (number: number) => `2013-03-${String(number).padStart(2, '0')}T00:00:00Z`;

export const proofOf = (estate: RestoreEstate, name = '') => join(estate.built.path, '.nightkeep/proof', name);

export const prove = (estate: RestoreEstate, at: string, over: Partial<ReadBackInput> = {}, signal?: AbortSignal) =>
  runProgram(
    estate.machines,
    'backup1',
    readBack,
    { backupdir: estate.built.path, at, files: 40, megabytes: 64, seconds: 60, ...over },
    { signal },
  );

export async function listed(estate: RestoreEstate): Promise<FoundProof | undefined> {
  return (await runProgram(estate.machines, 'backup1', listProofs, { backupdirs: [estate.built.path] }))[0];
}

/** As a disk does it: another byte, and nothing that tells of it, to the nanosecond. */
export function rot(path: string | Buffer): void {
  const script =
    'touch -r "$1" "$2" && printf X | dd of="$1" conv=notrunc 2>/dev/null && touch -r "$2" "$1" && rm "$2"';
  const times = join(tmpdir(), `nk-times-${process.pid}`);
  // Bytes of a name that are no UTF-8 come through an argument only as they stand.
  const link = `${times}-link`;
  fs.symlinkSync(path, link);
  execFileSync('sh', ['-c', script, 'rot', link, times]);
  fs.rmSync(link);
}
