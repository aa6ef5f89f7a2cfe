import { EventEmitter } from 'node:events';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { powerOf } from '../../../../src-main/shells/electron/power.ts';
import { progressOf } from '../../../../src-main/shells/electron/taskbar.ts';
import { keepUpdated, takesUpdates, type Updater } from '../../../../src-main/shells/electron/updates.ts';
import { knownZoom, zoomed } from '../../../../src-main/shells/electron/zoom.ts';
import { electronDouble } from '../../../support/electron-double.ts';

describe('progress', () => {
  const step = (state: 'waiting' | 'running' | 'done', done?: number, total?: number) => ({
    name: 'a',
    state,
    done,
    total,
  });

  test.each([
    ['nothing runs', [], -1],
    ['nobody knows how far', [{ steps: [] }], 2],
    ['a step runs without a count', [{ steps: [step('running', 7)] }], 2],
    ['a step has a count', [{ steps: [step('running', 1, 4), step('waiting')] }], 0.125],
    [
      'two jobs run',
      [{ steps: [step('done'), step('running', 1, 2)] }, { steps: [step('waiting'), step('waiting')] }],
      0.375,
    ],
    ['a count goes beyond its end', [{ steps: [step('running', 9, 4)] }], 1],
  ])('where %s', (_, jobs, fraction) => {
    expect(progressOf(jobs)).toBe(fraction);
  });
});

test('zoom goes by steps between its ends, from whatever is stored', () => {
  expect(zoomed(1, 'in')).toBe(1.1);
  expect(zoomed(2, 'in')).toBe(2);
  expect(zoomed(0.8, 'out')).toBe(0.8);
  expect(zoomed(1.75, 'reset')).toBe(1);
  for (const stored of [undefined, '2', 0, -1, Number.NaN, 17]) expect(knownZoom(stored)).toBe(1);
});

test('the system’s sleep is heard until it is no more listened to', () => {
  const { module, power } = electronDouble();
  const heard: string[] = [];
  const end = powerOf(module.powerMonitor).onChange((state) => heard.push(state));
  power.emit('suspend');
  power.emit('resume');
  end();
  power.emit('suspend');
  expect(heard).toEqual(['suspended', 'resumed']);
});

describe('updates', () => {
  function setUp(check: () => Promise<null>) {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const emitter = new EventEmitter();
    const updater = Object.assign(emitter, {
      autoInstallOnAppQuit: false,
      allowDowngrade: true,
      allowPrerelease: true,
      checkForUpdates: vi.fn(check),
      quitAndInstall: vi.fn(),
    }) satisfies Updater;
    const ready: [string, () => void][] = [];
    const problems: unknown[] = [];
    const end = keepUpdated({
      updater,
      onReady: (version, install) => ready.push([version, install]),
      onProblem: (error) => problems.push(error),
    });
    onTestFinished(end);
    return { updater, ready, problems, end };
  }

  test('are looked for at start and every six hours, never to an older version', () => {
    const { updater, end } = setUp(async () => null);
    expect(updater).toMatchObject({ autoInstallOnAppQuit: true, allowDowngrade: false, allowPrerelease: false });
    expect(updater.checkForUpdates).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(12 * 3_600_000);
    expect(updater.checkForUpdates).toHaveBeenCalledTimes(3);
    end();
    vi.advanceTimersByTime(12 * 3_600_000);
    expect(updater.checkForUpdates).toHaveBeenCalledTimes(3);
  });

  test('are taken when the user wants', () => {
    const { updater, ready } = setUp(async () => null);
    updater.emit('update-downloaded', { version: '1.2.3' });
    expect(ready[0]?.[0]).toBe('1.2.3');
    expect(updater.quitAndInstall).not.toHaveBeenCalled();
    ready[0]?.[1]();
    expect(updater.quitAndInstall).toHaveBeenCalledOnce();
  });

  test('that can’t be looked for hold nobody up', async () => {
    const { updater, problems } = setUp(() => Promise.reject(new Error('no network')));
    updater.emit('error', new Error('no network'));
    await expect.poll(() => problems).toEqual([new Error('no network')]);
  });

  test.each([
    [true, 'darwin', true, true],
    [true, 'win32', true, true],
    [true, 'linux', true, false],
    [true, 'win32', false, false],
    [false, 'darwin', true, false],
  ] as const)('packaged %s, on %s, with a feed %s: %s', (packaged, platform, feed, takes) => {
    expect(takesUpdates(packaged, platform, feed)).toBe(takes);
  });
});
