import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Activity } from '../../../src-main/contract/index.ts';
import { type Core, createCore } from '../../../src-main/core.ts';
import { openSettings } from '../../../src-main/ports.ts';
import { recordedLog } from '../../support/core.ts';
import { runJob } from '../../support/core-jobs.ts';
import { LiveEstate } from '../restore/estate.ts';

let estate: LiveEstate;
const opened: Core[] = [];

beforeAll(async () => {
  estate = await LiveEstate.start('2026-12-11T07:30:00Z');
});
afterAll(async () => {
  await Promise.all(opened.map((core) => core.close()));
  await estate?.stop();
});

/** Another member of staff, on a data folder of theirs. */
function colleague(): Core {
  const home = mkdtempSync(join(estate.fleet.layout.folder, 'colleague-'));
  for (const name of ['config.json', 'known_hosts'])
    writeFileSync(join(home, name), readFileSync(join(estate.fleet.home, name)));
  const core = createCore({
    settings: openSettings(home),
    clock: { now: () => estate.now, every: () => () => undefined },
    log: recordedLog(),
    by: 'tom@desk8',
    shell: 'cli',
    version: '0.0.0-test',
    watch: false,
  });
  opened.push(core);
  return core;
}

const activity = async (core: Core): Promise<Activity[]> =>
  (await core.call('activity.list', { host: 'jail15' })).activity;

async function addEntry(core: Core, path: string, ticket: string): Promise<void> {
  const { text, revision } = await core.call('config.read', { host: 'jail15' });
  await core.call('config.save', { host: 'jail15', text: `${text}## ENTRY ${path}\n`, revision, ticket });
}

describe('the log of what staff did', () => {
  test('keeps what its server can’t take yet, and has it there once as soon as it can', async () => {
    await addEntry(estate.core, join(estate.root, 'nowhere'), '#48213');
    // Before its first night a host has no folder on its server.
    const [waiting] = await activity(estate.core);
    expect(waiting).toMatchObject({ action: 'config-save', by: 'anna@desk7', ticket: '#48213', server: undefined });
    expect(waiting?.diff).toBe(`+## ENTRY ${join(estate.root, 'nowhere')}`);

    await estate.night('2026-12-11T07:30:00Z');
    await expect
      .poll(async () => (await activity(estate.core)).map(({ server }) => server), { timeout: 300_000 })
      .toEqual(['backup1', 'backup1']);
    const seen = await activity(colleague());
    expect(seen.map(({ action }) => action).sort()).toEqual(['config-save', 'run']);
    expect(seen.find(({ action }) => action === 'config-save')).toMatchObject({ ticket: '#48213', by: 'anna@desk7' });
    expect(seen.find(({ action }) => action === 'run')?.message).toMatch(
      /^backed up jail15 by hand: warning, \d+ entries$/,
    );
  });

  test('has who acknowledged what and why, and that it was opened again', async () => {
    const { failures } = await estate.core.call('failures.list', {});
    const missing = failures.find(({ cause }) => cause === 'entry-missing');
    expect(missing).toBeDefined();
    const id = missing?.id ?? '';
    await estate.core.call('failures.acknowledge', { id, reason: 'the customer moves' });
    await estate.core.call('failures.reopen', { id });
    await expect
      .poll(async () => (await activity(colleague())).map(({ action }) => action), { timeout: 300_000 })
      .toEqual(expect.arrayContaining(['acknowledge', 'reopen']));
    const acknowledged = (await activity(estate.core)).find(({ action }) => action === 'acknowledge');
    expect(acknowledged?.message).toMatch(/^acknowledged “jail15: .*”: the customer moves$/);
  });

  test('has who is on a failure and who acknowledged it, in a colleague’s app, too', async () => {
    const failureIn = async (core: Core) => {
      // As a pass of the watcher does: a clock that stands still never makes what is known too old.
      await runJob(core, 'fleet.refresh', {});
      return (await core.call('failures.list', {})).failures.find(({ cause }) => cause === 'entry-missing');
    };
    const id = (await failureIn(estate.core))?.id ?? '';
    const tom = colleague();
    expect(await failureIn(tom)).toMatchObject({ id, state: 'open' });

    await estate.core.call('failures.triage', { kind: 'take', ids: [id] });
    await expect
      .poll(() => failureIn(tom), { timeout: 300_000 })
      .toMatchObject({ state: 'open', taken: { by: 'anna@desk7' } });
    await tom.call('failures.triage', { kind: 'acknowledge', ids: [id], reason: 'they move' });
    await expect
      .poll(() => failureIn(estate.core), { timeout: 300_000 })
      .toMatchObject({ state: 'acknowledged', acknowledged: { by: 'tom@desk8', reason: 'they move' } });
    // Whoever is new to the team finds it so.
    expect(await failureIn(colleague())).toMatchObject({ state: 'acknowledged' });
    await tom.call('failures.reopen', { id });
  });

  test('says the end of a hold as the day that the fleet’s clocks have then', async () => {
    const { nights } = await estate.core.call('nights.list', { host: 'jail15' });
    const runId = nights.find(({ index }) => index === 0)?.runId ?? '';
    await estate.restore({ selections: [{ host: 'jail15', runId, paths: [join(estate.root, 'etc')] }] });
    const { holds } = await estate.core.call('holds.list', {});
    // Half past eleven in the evening of the 24th in Los Angeles.
    const until = '2026-12-25T07:30:00Z';
    expect(holds[0]?.until).toBe(until);
    const held = (await activity(estate.core)).find(({ action }) => action === 'hold');
    expect(held?.message).toContain('until 24 December 2026');
    await estate.core.call('holds.extend', { id: holds[0]?.id ?? '', until: '2026-12-31T07:30:00Z' });
    const extended = (await activity(estate.core)).find(({ action }) => action === 'hold-extend');
    expect(extended?.message).toContain('until 30 December 2026');
    estate.clear();
  });
});

describe('a machine that is asked anew', () => {
  test('a server answers as a host does, and one of another fleet is not found', async () => {
    expect(await estate.core.call('machines.meet', { machine: 'backup1' })).toMatchObject({ role: 'server' });
    expect(await estate.core.call('machines.meet', { machine: 'jail15' })).toMatchObject({ role: 'host' });
    await expect(estate.core.call('machines.meet', { machine: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is read at once when its key is trusted', async () => {
    const core = colleague();
    const known = join((await core.call('app.info', {})).home, 'known_hosts');
    writeFileSync(known, '');
    await expect(core.call('config.read', { host: 'jail15' })).rejects.toMatchObject({ code: 'host-key-unknown' });
    await core.call('failures.list', {});
    const changed: string[] = [];
    core.subscribe('machine.changed', ({ name, state }) => changed.push(`${name} ${state}`));
    const { keys } = await core.call('hostKeys.pending', {});
    for (const { machine, fingerprint } of keys) await core.call('hostKeys.trust', { machine, fingerprint });
    // Nothing asks for it: whoever trusted the key finds the machine in reach.
    await expect
      .poll(async () => (await core.call('fleet.status', {})).machines.map(({ state }) => state), { timeout: 300_000 })
      .not.toContain('unreachable');
    expect(changed).toContain('jail15 connected');
    expect((await core.call('failures.list', { state: 'open' })).failures.map(({ cause }) => cause)).not.toContain(
      'unreachable',
    );
  });
});
