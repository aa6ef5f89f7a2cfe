import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Shell, shellOfThisTest, shells } from '../../support/shells.ts';
import { Estate, pathOf } from './estate.ts';

let estate: Estate;
async function begin(shell: Shell) {
  estate = new Estate(shell);
  estate.configure(['/mnt/data', '/etc']);
  for (const folder of ['mnt/data', 'etc']) {
    mkdirSync(join(estate.host, folder), { recursive: true });
    writeFileSync(join(estate.host, folder, 'file'), 'content');
  }
  await estate.night();
}
afterEach(() => estate.end());

/** From now on each rsync that speaks with the server does its work and then ends so. */
function endWith(code: number, said: string) {
  estate.putProgram(
    'rsync',
    `'${pathOf('rsync')}' "$@" || exit
     case "$*" in *nightkeep:.*) printf '%s\\n' '${said}' >&2; exit ${code} ;; esac`,
  );
}
const endWell = () => rmSync(join(estate.folder, 'bin/rsync'));

describe('a run that goes on', () => {
  beforeEach(() => begin(shellOfThisTest()));

  it('24: files that went while they were copied are no fault', async () => {
    endWith(24, 'file has vanished: "/mnt/data/session"');
    expect((await estate.night()).result).toMatchObject({
      state: 'good',
      entries: [{ state: 'good', message: undefined }, {}],
    });
  });

  it('23: the night is a warning, and names what could not be copied', async () => {
    endWith(23, 'rsync: [sender] send_files failed to open "/mnt/data/secret": Permission denied (13)');
    const { result } = await estate.night();
    expect(result).toMatchObject({ state: 'warning', entries: [{ state: 'good' }, { state: 'good' }] });
    expect(result?.entries[0]?.message).toContain('"/mnt/data/secret": Permission denied');
  });
});

async function expectFailure(code: number, expected: string, message: string) {
  const before = estate.record(0);
  const runsBefore = readdirSync(estate.keep('runs'));
  endWith(code, '');
  expect((await estate.night()).error).toMatchObject({ code: expected, message });
  expect([estate.nights(), estate.record(0)]).toEqual([[0], before]);
  // Not the last by name: two runs of one second are in no order.
  const [failed] = readdirSync(estate.keep('runs')).filter((run) => !runsBefore.includes(run));
  expect(readFileSync(estate.keep(`runs/${failed}`), 'utf8')).toContain(`\tstate=failed\t`);
  expect(readFileSync(estate.keep(`runs/${failed}`), 'utf8')).toContain(`\tmessage=${message}`);
  endWell();
  expect((await estate.night()).result?.state).toBe('good');
}

describe('a run that ends with its rsync', () => {
  beforeEach(() => begin(shellOfThisTest()));

  it.each([
    [30, 'timed-out', 'backup1 did not answer any more while the entries were compared'],
    [3, 'program-failed', 'rsync ended with 3 while the entries were compared'],
    [255, 'unreachable', 'the connection to backup1 broke while the entries were compared'],
  ])('%i: the run has failed, nothing is published, and the server knows', expectFailure);
});

// The session has to end though nobody asked it to.
it.each(shells)('12: the same, under $name', async (shell) => {
  await begin(shell);
  await expectFailure(12, 'program-failed', 'the connection to backup1 ended while the entries were compared');
});
