import { describe, expect, onTestFinished, test } from 'vitest';
import type { FailureItem, Notice, NoticeSettings } from '../../../src-main/contract/index.ts';
import { createEvents } from '../../../src-main/features/events.ts';
import { createNotices } from '../../../src-main/features/notices.ts';
import { openSettings } from '../../../src-main/ports.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const failure = (host: string, more: Partial<FailureItem> = {}): FailureItem => ({
  id: `${host}${more.path ?? ''}`,
  host,
  path: '/data/caf\udce9',
  customer: 'col00214',
  cause: 'entry-missing',
  title: `${host}: a directory to back up is not there`,
  message: 'it does not exist on the host',
  firstSeen: '',
  lastSeen: '',
  nights: 1,
  state: 'open',
  fixes: [],
  ...more,
});

/** At `time` by this machine's clock; the settings are a real file. */
function setUp(time = '12:00', settings?: NoticeSettings) {
  const clock = manualClock(new Date(`2013-02-28T${time}:00`));
  const { publish, subscribe } = createEvents((error) => {
    throw error;
  });
  const over = new Set<string>();
  const personal = openSettings(tempFolder());
  const notices = createNotices({
    settings: personal,
    clock,
    subscribe,
    publish,
    isOpen: (id) => !over.has(id),
  });
  onTestFinished(notices.close);
  if (settings) personal.write('notifications', settings);
  const told: Notice[] = [];
  subscribe('notice.raised', (notice) => told.push(notice));
  const raise = (...items: FailureItem[]) => {
    for (const item of items) publish('failure.raised', item);
  };
  const minutes = (count: number) => clock.pass(count * 60_000);
  return { raise, minutes, told, over, notices };
}

describe('notices', () => {
  test('say whose data it is first, in text that can be shown, and where', () => {
    const { raise, minutes, told } = setUp();
    raise(failure('jail15'));
    expect(told).toEqual([]);
    minutes(1);
    expect(told).toEqual([
      {
        title: 'jail15: a directory to back up is not there',
        body: 'col00214 · /data/caf\ufffd · it does not exist on the host',
        host: 'jail15',
      },
    ]);
    minutes(1);
    expect(told).toHaveLength(1);
  });

  test('are one a cause, the most pressing first', () => {
    const { raise, minutes, told } = setUp();
    const hosts = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    raise(...hosts.map((host) => failure(host, { cause: 'missed', customer: undefined, path: undefined })));
    raise(failure('a', { path: '/x', customer: 'col00107' }), failure('b', { path: '/x' }));
    minutes(1);
    expect(told).toEqual([
      { title: '2 hosts: a directory to back up is not there', body: 'col00107, col00214', host: undefined },
      { title: '7 hosts: no result', body: 'a, b, c, d, e, and 2 more', host: undefined },
    ]);
  });

  test('of several directories of one host are about that host', () => {
    const { raise, minutes, told } = setUp();
    raise(failure('a', { path: '/x', customer: undefined }), failure('a', { path: '/y', customer: undefined }));
    minutes(1);
    expect(told).toEqual([{ title: 'a: a directory to back up is not there', body: '/x, /y', host: 'a' }]);
  });

  test('wait for the end of quiet hours, which go over midnight, and tell then what still lasts', () => {
    const { raise, minutes, told, over } = setUp('23:30', { on: true, quiet: { from: '19:00', to: '08:00' } });
    raise(failure('a'), failure('b'));
    minutes(8 * 60);
    expect(told).toEqual([]);
    over.add('a');
    minutes(31);
    expect(told.map(({ title }) => title)).toEqual(['b: a directory to back up is not there']);
  });

  test.each([
    ['07:59', 0],
    ['08:00', 1],
    ['18:59', 1],
    ['19:00', 0],
  ])('at %s with quiet hours from 19:00 to 08:00: %i', (time, count) => {
    const { raise, told, minutes } = setUp(time, { on: true, quiet: { from: '19:00', to: '08:00' } });
    raise(failure('a'));
    minutes(0.5);
    expect(told).toHaveLength(count);
  });

  test('are not told where that is turned off, nor when it is turned on again', async () => {
    const { raise, minutes, told, notices } = setUp('12:00', { on: false });
    raise(failure('a'));
    minutes(1);
    await notices.handlers['notices.set']({ on: true }, { by: 'anna' });
    minutes(1);
    expect(told).toEqual([]);
    expect(notices.handlers['notices.get']({}, { by: 'anna' })).toEqual({ on: true });
  });

  test('can be tried at any hour', async () => {
    const { told, notices } = setUp('23:00', { on: false, quiet: { from: '19:00', to: '08:00' } });
    const answer = await notices.handlers['notices.test']({}, { by: 'anna' });
    expect(told).toEqual([answer.shown]);
  });

  test('come all the same where the settings hold something else', () => {
    const { raise, minutes, told } = setUp('12:00', { on: 'maybe' } as never);
    raise(failure('a'));
    minutes(1);
    expect(told).toHaveLength(1);
  });
});
