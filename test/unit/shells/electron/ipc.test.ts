import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../../src-main/contract/index.ts';
import { answerCalls, forwardEvents, isTrusted } from '../../../../src-main/shells/electron/ipc.ts';
import { startCore } from '../../../support/core.ts';
import { electronDouble, FakeContents } from '../../../support/electron-double.ts';

type Frame = { origin: string; parent: unknown };
const ours: Frame = { origin: 'app://nightkeep', parent: null };

describe('the sender', () => {
  test('is the main frame of our page', () => {
    expect(isTrusted({ frame: ours as never })).toBe(true);
  });

  test.each([
    ['gone', null],
    ['a frame in our page', { ...ours, parent: ours }],
    ['another origin', { ...ours, origin: 'https://evil.example' }],
    ['an origin that begins like ours', { ...ours, origin: 'app://nightkeep.evil' }],
    ['an opaque origin', { ...ours, origin: 'null' }],
  ])('%s is refused', (_, frame) => {
    expect(isTrusted({ frame: frame as never })).toBe(false);
  });
});

describe('a call', () => {
  function setUp() {
    const { core } = startCore({ shell: 'electron' });
    const { module, invokes } = electronDouble();
    answerCalls(module.ipcMain, core);
    const handler = invokes.get('nightkeep:call');
    return (frame: unknown, ...args: unknown[]) =>
      handler?.({ senderFrame: frame } as never, ...args) as Promise<Answer>;
  }

  test('is answered with a result or an error envelope', async () => {
    const call = setUp();
    expect(await call(ours, 'app.info', {})).toMatchObject({ result: { shell: 'electron' } });
    expect(await call(ours, 'app.info')).toMatchObject({ result: {} });
    expect(await call(ours, 'jobs.get', { id: 'x' })).toMatchObject({ error: { code: 'not-found' } });
  });

  test.each([
    ['no.such', {}, 'unknown-command'],
    ['toString', {}, 'unknown-command'],
    [['app.info'], {}, 'unknown-command'],
    [undefined, undefined, 'unknown-command'],
    ['jobs.get', { id: 7 }, 'bad-input'],
    ['jobs.get', 'x', 'bad-input'],
    ['fleet.save', { fleet: { hosts: [{ name: '../x' }] } }, 'bad-input'],
  ])('%j with %j is checked by the schema', async (command, input, code) => {
    expect(await setUp()(ours, command, input)).toMatchObject({ error: { code } });
  });

  test('of a page that is not ours does nothing', async () => {
    const call = setUp();
    const fleet = { timeZone: 'Europe/Vienna' };
    expect(await call({ ...ours, origin: 'https://evil.example' }, 'fleet.save', { fleet })).toMatchObject({
      error: { code: 'permission-denied' },
    });
    expect(await call({ ...ours, parent: ours }, 'fleet.save', { fleet })).toMatchObject({
      error: { code: 'permission-denied' },
    });
    expect(await call(ours, 'fleet.get', {})).toMatchObject({ result: { fleet: { timeZone: 'UTC' } } });
  });
});

describe('events', () => {
  test('go to pages of ours that are there', async () => {
    const { core } = startCore();
    const page = (url: string, destroyed = false) => Object.assign(new FakeContents(), { url, destroyed });
    const pages = [page('app://nightkeep/index.html'), page('https://evil.example/'), page('app://nightkeep/', true)];
    const stop = forwardEvents(core, () => pages);
    await core.call('fleet.save', { fleet: {} });
    stop();
    await core.call('fleet.save', { fleet: {} });
    expect(pages.map(({ sent }) => sent)).toEqual([[['nightkeep:event', 'fleet.changed', { machines: [] }]], [], []]);
  });
});
