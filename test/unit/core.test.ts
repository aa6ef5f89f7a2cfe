import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { callHandler } from '../../src-main/call.ts';
import { type CommandName, commands, NightkeepError } from '../../src-main/contract/index.ts';
import { createEvents } from '../../src-main/features/events.ts';
import type { Handlers } from '../../src-main/features/feature.ts';
import { joinHandlers } from '../../src-main/features/join-handlers.ts';
import { openLog } from '../../src-main/ports.ts';
import { dispatch } from '../../src-main/shells/shared/dispatcher.ts';
import { recordedLog, startCore } from '../support/core.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('joining features', () => {
  const all = () =>
    Object.fromEntries(Object.keys(commands).map((name) => [name, () => ({})])) as unknown as Handlers<CommandName>;

  test('two that handle the same command can’t be started', () => {
    expect(() => joinHandlers([all(), { 'jobs.list': () => ({ jobs: [] }) }])).toThrow('two features handle jobs.list');
  });

  test('a command that nobody handles can’t be forgotten', () => {
    const { 'jobs.list': _, ...rest } = all();
    expect(() => joinHandlers([rest])).toThrow('no feature handles jobs.list');
  });

  test('one the contract doesn’t declare is refused', () => {
    expect(() => joinHandlers([all(), { 'jobs.burn': () => ({}) } as never])).toThrow('jobs.burn');
  });

  test('the core has a handler for every command', async () => {
    const { core } = startCore();
    for (const name of Object.keys(commands)) {
      const answer = await dispatch(core, name, 'not an object');
      expect(answer, name).toMatchObject({ error: { code: 'bad-input' } });
    }
  });
});

describe('a call', () => {
  test.each([['no.such'], ['constructor'], ['__proto__'], [''], [7], [null], [undefined], [['jobs.list']]])(
    'of %j is of no command',
    async (name) => {
      const { core } = startCore();
      await expect(core.call(name, {})).rejects.toMatchObject({ code: 'unknown-command' });
    },
  );

  test('of an input that is wrong names each field', async () => {
    const { core } = startCore();
    const input = { customer: 'col00214', selections: [{ host: 'jail15', runId: '../0', paths: ['/a/../b', 'c'] }] };
    const error = await core.call('restore.plan', input).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'bad-input' });
    const { issues } = (error as NightkeepError).details as { issues: { path: string }[] };
    expect(issues.map(({ path }) => path)).toEqual([
      'selections[0].runId',
      'selections[0].paths[0]',
      'selections[0].paths[1]',
    ]);
  });

  test('without an input takes the defaults', async () => {
    const { core } = startCore();
    expect(await core.call('jobs.list', undefined)).toEqual({ jobs: [] });
    expect(await core.call('jobs.list', null)).toEqual({ jobs: [] });
    expect(await core.call('tonight.get', {})).toMatchObject({ hosts: [] });
  });

  test('of a machine the fleet doesn’t have is not found', async () => {
    const { core } = startCore();
    await expect(core.call('config.read', { host: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a bug', () => {
  const bug = new TypeError('the secret inside');
  const handlers = {
    'jobs.list': () => {
      throw bug;
    },
  } as unknown as Handlers<CommandName>;

  test('is logged with its stack, and crosses as an id only', async () => {
    const log = recordedLog();
    const error = await callHandler(handlers, log, { by: 'anna' }, 'jobs.list', {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(NightkeepError);
    const envelope = (error as NightkeepError).toEnvelope();
    const { id } = envelope.details as { id: string };
    expect(envelope).toEqual({ code: 'internal', message: expect.stringContaining(id), details: { id } });
    expect(JSON.stringify(envelope)).not.toContain('secret');
    expect(log.lines).toEqual([{ message: 'jobs.list failed', error: bug, fields: { id } }]);
  });

  test('in the core itself crosses as no more than that', async () => {
    const core = { call: () => Promise.reject(bug) } as never;
    expect(await dispatch(core, 'jobs.list', {})).toEqual({
      error: { code: 'internal', message: 'something went wrong in Nightkeep itself' },
    });
  });

  test('is in the log file, with what caused it', () => {
    const file = join(tempFolder(), 'nightkeep.log');
    const log = openLog(file, () => new Date('2013-03-01T09:00:00Z'));
    log.error('it failed', new Error('outer', { cause: bug }), { id: '1' });
    const line = JSON.parse(readFileSync(file, 'utf8'));
    expect(line).toMatchObject({ at: '2013-03-01T09:00:00.000Z', level: 'error', message: 'it failed', id: '1' });
    expect(line.stack).toMatch(/outer[\s\S]+caused by TypeError: the secret inside[\s\S]+core\.test/);
  });

  test('a log that can’t be written ends nothing, and one that grew long is put aside', () => {
    openLog('/dev/null/no/such/file', () => new Date(0)).info('lost');
    const file = join(tempFolder(), 'nightkeep.log');
    const log = openLog(file, () => new Date(0));
    const long = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < 7; count++) log.info(long);
    expect(existsSync(`${file}.1`)).toBe(true);
    expect(readFileSync(file, 'utf8').length).toBeLessThan(3 * 1024 * 1024);
  });
});

describe('events', () => {
  test('a subscriber that throws is reported and harms no other', () => {
    const bugs: unknown[] = [];
    const { publish, subscribe } = createEvents((error, event) => bugs.push([event, error]));
    const later = vi.fn();
    subscribe('nights.changed', () => {
      throw new Error('no');
    });
    subscribe('nights.changed', later);
    publish('nights.changed', { host: 'jail15' });
    expect(later).toHaveBeenCalledWith({ host: 'jail15' });
    expect(bugs).toEqual([['nights.changed', expect.any(Error)]]);
  });

  test('the same function twice is two subscriptions, each with an end of its own', () => {
    const { publish, subscribe } = createEvents(() => {});
    const listener = vi.fn();
    const [first] = [subscribe('nights.changed', listener), subscribe('nights.changed', listener)];
    publish('nights.changed', { host: 'a' });
    first?.();
    first?.();
    publish('nights.changed', { host: 'b' });
    expect(listener).toHaveBeenCalledTimes(3);
  });

  test('one that ends itself while it is told disturbs nobody', () => {
    const { publish, subscribe } = createEvents(() => {});
    const other = vi.fn();
    const end = subscribe('nights.changed', () => end());
    subscribe('nights.changed', other);
    publish('nights.changed', { host: 'a' });
    publish('nights.changed', { host: 'b' });
    expect(other).toHaveBeenCalledTimes(2);
  });

  test('in the core, a subscriber that throws is logged and the command goes on', async () => {
    const { core, log } = startCore();
    core.subscribe('fleet.changed', () => {
      throw new Error('no');
    });
    await core.call('fleet.save', { fleet: {} });
    expect(log.lines).toEqual([expect.objectContaining({ message: 'a subscriber of fleet.changed threw' })]);
  });
});

test('closing twice is closing once; a call after it is cancelled', async () => {
  const { core, log } = startCore();
  await Promise.all([core.close(), core.close()]);
  await core.close();
  await expect(core.call('jobs.list', {})).rejects.toMatchObject({ code: 'cancelled' });
  expect(log.lines).toEqual([]);
});

test('machines leave the fleet only where they were named', async () => {
  const { core } = startCore();
  const machine = (name: string) => ({ name, ssh: { host: '127.0.0.1', port: 1 } });
  const full = { servers: [machine('backup1')], hosts: [{ ...machine('jail15'), configPath: '/b.config' }] };
  await core.call('fleet.save', { fleet: full });
  const asked = { code: 'needs-confirmation', details: { target: 'backup1, jail15', machines: ['backup1', 'jail15'] } };
  await expect(core.call('fleet.save', { fleet: {} })).rejects.toMatchObject(asked);
  await expect(core.call('fleet.save', { fleet: {}, confirm: 'jail15' })).rejects.toMatchObject(asked);
  await expect(core.call('fleet.save', { fleet: { timeZone: 'nowhere' } })).rejects.toMatchObject({
    code: 'bad-input',
  });
  expect((await core.call('fleet.get', {})).fleet.hosts).toHaveLength(1);
  await core.call('fleet.save', { fleet: { servers: full.servers }, confirm: 'jail15' });
  expect((await core.call('fleet.get', {})).fleet.hosts).toEqual([]);
});
