import { describe, expect, it } from 'vitest';
import { type NamePattern, namePattern } from '../../src-main/domain/name-pattern.ts';
import { diskSpace } from '../../src-main/programs/fleet/disk-space.ts';
import { listFolders } from '../../src-main/programs/fleet/list-folders.ts';
import { listRuns } from '../../src-main/programs/fleet/list-runs.ts';
import { readStamps } from '../../src-main/programs/fleet/stamps.ts';
import { acceptedKeysProgram } from '../../src-main/programs/gate/accepted-keys.ts';
import { checkGateProgram } from '../../src-main/programs/gate/check-gate.ts';
import { hostKeysProgram } from '../../src-main/programs/gate/host-keys.ts';
import { installGateProgram } from '../../src-main/programs/gate/install-gate.ts';
import { checkEntriesProgram, listFoldersProgram } from '../../src-main/programs/host/check-entries.ts';
import { lookAgainProgram, readConfigProgram } from '../../src-main/programs/host/config-file.ts';
import { configHistoryProgram } from '../../src-main/programs/host/config-history.ts';
import { installProgram } from '../../src-main/programs/host/install.ts';
import { probeProgram } from '../../src-main/programs/host/probe.ts';
import { housekeepingProgram } from '../../src-main/programs/keeper/housekeeping.ts';
import { nightProgram } from '../../src-main/programs/night/night.ts';
import { compareNights } from '../../src-main/programs/nights/compare.ts';
import { readFolderHistory } from '../../src-main/programs/nights/folder-history.ts';
import { listFiles } from '../../src-main/programs/nights/list-files.ts';
import { listNews, listNights } from '../../src-main/programs/nights/list-nights.ts';
import { listTrees } from '../../src-main/programs/nights/list-tree.ts';
import { searchNights } from '../../src-main/programs/nights/search.ts';
import { type Program, UnfitAnswer } from '../../src-main/programs/program.ts';
import { publishScriptsProgram } from '../../src-main/programs/repository/scripts.ts';
import { listActions } from '../../src-main/programs/restore/actions.ts';
import { changeHold } from '../../src-main/programs/restore/change-hold.ts';
import { deliver } from '../../src-main/programs/restore/deliver.ts';
import { createHold } from '../../src-main/programs/restore/hold.ts';
import { listHolds } from '../../src-main/programs/restore/list-holds.ts';
import { measureSelection } from '../../src-main/programs/restore/measure.ts';
import { packHold } from '../../src-main/programs/restore/pack.ts';
import { probeRoot } from '../../src-main/programs/restore/probe-root.ts';
import type { ProgramEvent } from '../../src-main/programs/wire.ts';

const everything = namePattern('*') as NamePattern;

// biome-ignore format: a list.
const programs: readonly Program<never, unknown, unknown>[] = [
  diskSpace, listFolders, listRuns, acceptedKeysProgram, checkGateProgram, hostKeysProgram, installGateProgram, checkEntriesProgram,
  listFoldersProgram, readConfigProgram, configHistoryProgram, lookAgainProgram, readStamps, listNews, installProgram, probeProgram, housekeepingProgram, nightProgram, compareNights,
  readFolderHistory, listFiles, listNights, searchNights(everything), publishScriptsProgram, listActions, changeHold, deliver,
  createHold, listHolds, measureSelection, packHold, probeRoot, listTrees,
];

/** What programs say, and what begins a part of an answer that the rest belongs to. */
// biome-ignore format: a list.
const words = [
  'disk', 'folder', 'unreadable', 'run', 'entry', 'line', 'refused', 'key', 'step', 'checked', 'hex', 'probe', 'shifted',
  'trashed', 'change', 'counts', 'again', 'there', 'changed', 'file', 'night', 'moved', 'ended-run', 'lock', 'action',
  'accepted', 'published', 'held', 'hold', 'path', 'tarball', 'delivered', 'tree', 'absent', 'measured', 'packed', 'gone', 'root',
  'kept', 'record', 'whole',
];
const heads = ['', 'place', 'backupdir', 'held', 'kept', 'whole'];

/** So many that the square of it takes half a minute. */
const MANY = 60_000;

const fields: readonly ProgramEvent['fields'][] = Array.from({ length: MANY }, (_, at) => {
  const some = `a${at}`;
  const names = { id: some, run: some, runId: some, name: some, dir: '/d', path: `/${some}`, backupdir: `/${some}` };
  return { ...names, host: 'h', item: '>f+++++++', size: '1', bytes: '2f', state: 'missing', kind: 'added' };
});

describe.each(programs.map((program) => ({ name: program.name, program })))('the answer of $name', ({ program }) => {
  it('is read in a time that grows with its length, whatever it repeats', () => {
    for (const head of heads) {
      for (const word of words) {
        const reader = program.reader();
        const began = process.cpuUsage();
        if (head) reader.take({ name: head === 'held' ? 'held' : head, fields: { id: 'x', backupdir: '/d' } });
        if (head === 'held') reader.take({ name: 'hold', fields: { host: 'h' } });
        for (const each of fields) reader.take({ name: word, fields: each });
        if (head === 'held') for (const each of fields) reader.take({ name: 'night', fields: each });
        try {
          reader.result();
        } catch (error) {
          // A night without a record is told as one that failed.
          if (!(error instanceof UnfitAnswer) && program.name !== 'night') throw error;
        }
        expect(process.cpuUsage(began).user / 1e6, `${head} ${word}`).toBeLessThan(40);
      }
    }
  }, 300_000);
});
