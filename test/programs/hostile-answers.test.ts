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
import { type Program, type ProgramReader, UnfitAnswer } from '../../src-main/programs/program.ts';
import { listProofs } from '../../src-main/programs/proof/list-proofs.ts';
import { readBack } from '../../src-main/programs/proof/read-back.ts';
import { rehearse } from '../../src-main/programs/proof/rehearse.ts';
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
  createHold, listHolds, measureSelection, packHold, probeRoot, listTrees, listProofs, readBack, rehearse,
];

/** What programs say, and what begins a part of an answer that the rest belongs to. */
// biome-ignore format: a list.
const words = [
  'disk', 'folder', 'unreadable', 'run', 'entry', 'line', 'refused', 'key', 'step', 'checked', 'hex', 'probe', 'shifted',
  'trashed', 'change', 'counts', 'again', 'there', 'changed', 'file', 'night', 'moved', 'ended-run', 'lock', 'action',
  'accepted', 'published', 'held', 'hold', 'path', 'tarball', 'delivered', 'tree', 'absent', 'measured', 'packed', 'gone', 'root',
  'kept', 'record', 'whole', 'rot', 'copy', 'rehearsed', 'differs',
];
const heads = ['', 'place', 'backupdir', 'held', 'kept', 'whole', 'rot'];

/** So many that the square of it takes half a minute. */
const MANY = 60_000;

const fields: readonly ProgramEvent['fields'][] = Array.from({ length: MANY }, (_, index) => {
  const some = `a${index}`;
  const at = '2013-02-28T10:00:00Z';
  const names = {
    at,
    customer: some,
    id: some,
    run: some,
    runId: some,
    name: some,
    dir: '/d',
    path: `/${some}`,
    backupdir: `/${some}`,
  };
  return { ...names, host: 'h', item: '>f+++++++', size: '1', bytes: '2f', state: 'missing', kind: 'added' };
});

/** `at` is the component of a path there; and of an action, all but its time is text. */
const isText = (program: string, where: string) =>
  program === 'check-entries' || (program === 'list-actions' && !where.startsWith('.action.at '));

function resultOf(reader: ProgramReader<unknown, unknown>, name: string): unknown {
  try {
    return reader.result();
  } catch (error) {
    // A night without a record is told as one that failed.
    if (error instanceof UnfitAnswer || name === 'night') return undefined;
    throw error;
  }
}

/** What no machine means: no number, no date, one that is beyond what can be counted. */
const senseless = ['', 'garbage', '-1', '1e300', '9'.repeat(40), '2026-19-39', '12345-01-01T00:00:00Z', '1'];

/** Names of fields that programs tell numbers and times in. */
// biome-ignore format: a list.
const told = [
  'size', 'bytes', 'files', 'added', 'changed', 'deleted', 'mode', 'owner', 'gone', 'count', 'number', 'entries', 'done', 'total',
  'free', 'time', 'freeBytes', 'index', 'birth', 'uid', 'gid', 'mtime', 'startedAt', 'finishedAt', 'date', 'at', 'since', 'until',
  'createdAt', 'clock', 'nights', 'wrong', 'clockSkew',
];

/** Values of an answer that whoever shows or counts them would stumble over, with where they stand. */
function unfitIn(value: unknown, at = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${at} is ${value}`];
  if (typeof value === 'string') {
    const isTime = /(?:^|\.)(?:at|\w+At|since|until|mtime|date)$/.test(at);
    return isTime && Number.isNaN(Date.parse(value)) ? [`${at} is ${JSON.stringify(value)}`] : [];
  }
  if (Buffer.isBuffer(value) || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => unfitIn(each, Array.isArray(value) ? at : `${at}.${key}`));
}

describe.each(programs.map((program) => ({ name: program.name, program })))('the answer of $name', ({ program }) => {
  it('has numbers that can be counted with and times that there are, whatever the machine says', () => {
    for (const value of senseless) {
      const names = { id: 'a', run: 'a', runId: 'a', name: 'a', dir: '/d', path: '/a', backupdir: '/d', host: 'h' };
      const said = {
        ...names,
        ...Object.fromEntries(told.map((name) => [name, value])),
        item: '>f+++++++',
        what: 'backup',
      };
      for (const head of heads) {
        const reader = program.reader();
        const took = [];
        if (head) took.push(reader.take({ name: head, fields: { ...said, id: 'x', run: 'x' } }));
        for (const word of [
          ...words,
          'last-run',
          'last',
          'started',
          'sending',
          'progress',
          'server',
          'proven',
          'refusals',
        ])
          took.push(reader.take({ name: word, fields: said }));
        expect(unfitIn(took), `told at ${head} of ${value}`).toEqual([]);
        const unfit = unfitIn(resultOf(reader, program.name)).filter((where) => !isText(program.name, where));
        expect(unfit, `after ${head} of ${value}`).toEqual([]);
      }
    }
  });

  it('is read in a time that grows with its length, whatever it repeats', () => {
    for (const head of heads) {
      for (const word of words) {
        const reader = program.reader();
        const began = process.cpuUsage();
        if (head)
          reader.take({
            name: head === 'held' ? 'held' : head,
            fields: { id: 'x', backupdir: '/d', at: '2013-02-28T10:00:00Z' },
          });
        if (head === 'held') reader.take({ name: 'hold', fields: { host: 'h' } });
        for (const each of fields) reader.take({ name: word, fields: each });
        if (head === 'held') for (const each of fields) reader.take({ name: 'night', fields: each });
        resultOf(reader, program.name);
        expect(process.cpuUsage(began).user / 1e6, `${head} ${word}`).toBeLessThan(40);
      }
    }
  }, 300_000);
});
