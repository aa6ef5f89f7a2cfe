import { describe, expect, test } from 'vitest';
import type { FailureCause, Run } from '../../../src-main/contract/index.ts';
import { findingsOf } from '../../../src-main/domain/failures/findings.ts';
import { fixesOf } from '../../../src-main/domain/failures/fixes.ts';
import type { HostFacts } from '../../../src-main/domain/host-facts.ts';
import { failedRun, hostFacts, run, runEntry } from '../../support/runs.ts';

/** The night of the 28th is due, in UTC. */
const today = { now: new Date('2013-02-28T12:00:00Z'), timeZone: 'UTC', lastDue: '2013-02-28' };

const of = ({ runs = [], ...more }: Partial<Omit<HostFacts, 'runs'>> & { runs?: Run[] }, when = today) =>
  findingsOf(hostFacts({ configured: ['/etc'], ...more }, runs), when);

test('good nights have no findings', () => {
  expect(of({ runs: [run('2013-02-27'), run('2013-02-28')] })).toEqual([]);
});

describe('an entry', () => {
  const missing = runEntry('/data/www', 'missing');
  const good = runEntry('/data/www');

  test('that is missing on two nights is one finding', () => {
    expect(
      of({ runs: [run('2013-02-26', [good]), run('2013-02-27', [missing]), run('2013-02-28', [missing])] }),
    ).toEqual([
      {
        host: 'jail15',
        path: '/data/www',
        cause: 'entry-missing',
        message:
          'it does not exist on the host; last copied on 26 February 2013; that copy stands in each night, and nothing newer is backed up',
        firstSeen: '2013-02-27T09:01:00Z',
        lastSeen: '2013-02-28T09:01:00Z',
        nights: 2,
        lastGood: '2013-02-26',
        resolvedAt: undefined,
      },
    ]);
  });

  test('that was never copied says so', () => {
    expect(of({ runs: [run('2013-02-28', [missing])] })[0]?.message).toContain('never copied');
    const before = run('2013-02-27', [runEntry('/etc')]);
    expect(of({ runs: [before, run('2013-02-28', [missing])] })[0]?.message).toContain('never copied');
  });

  test('that a later night has again is resolved', () => {
    const [finding] = of({ runs: [run('2013-02-27', [missing]), run('2013-02-28', [good])] });
    expect(finding).toMatchObject({ cause: 'entry-missing', nights: 1, resolvedAt: '2013-02-28T09:01:00Z' });
  });

  test('of a host whose rsync follows symlinks is told until one does not', () => {
    const follows = (date: string, version?: string): Run => ({ ...run(date, [good]), follows: version });
    expect(of({ runs: [follows('2013-02-27', '3.1.3'), follows('2013-02-28', '3.2.7')] })).toEqual([
      expect.objectContaining({
        cause: 'rsync-follows',
        path: undefined,
        message: expect.stringMatching(/^its rsync 3\.2\.7 .*Install rsync 3\.5\.0 or newer/),
        nights: 2,
        resolvedAt: undefined,
      }),
    ]);
    const [mended] = of({ runs: [follows('2013-02-27', '3.1.3'), follows('2013-02-28')] });
    expect(mended).toMatchObject({ cause: 'rsync-follows', resolvedAt: '2013-02-28T09:01:00Z' });
  });

  test('that left the config is resolved', () => {
    const [finding] = of({ runs: [run('2013-02-27', [missing]), run('2013-02-28')] });
    expect(finding?.resolvedAt).toBe('2013-02-28T09:01:00Z');
  });

  test('a failed run in between resolves nothing', () => {
    const findings = of({ runs: [run('2013-02-27', [missing]), failedRun('2013-02-28')] });
    expect(findings.map(({ cause, resolvedAt }) => [cause, resolvedAt])).toEqual([
      ['entry-missing', undefined],
      ['run-failed', undefined],
    ]);
  });

  test('that comes back after it was resolved counts anew', () => {
    const runs = [
      run('2013-02-25', [missing]),
      run('2013-02-26', [missing]),
      run('2013-02-27', [good]),
      run('2013-02-28', [missing]),
    ];
    expect(of({ runs })).toEqual([
      expect.objectContaining({ firstSeen: '2013-02-28T09:01:00Z', nights: 1, resolvedAt: undefined }),
    ]);
  });

  test('two runs of one date are one night', () => {
    const again = run('2013-02-28', [missing], {
      startedAt: '2013-02-28T11:00:00Z',
      finishedAt: '2013-02-28T11:01:00Z',
    });
    expect(of({ runs: [again, run('2013-02-28', [missing])] })).toEqual([
      expect.objectContaining({ nights: 1, lastSeen: '2013-02-28T11:01:00Z' }),
    ]);
  });

  test('that became a symlink is another finding, the first one resolved', () => {
    const symlink = runEntry('/data/www', 'symlink', {
      message: '/data/www is a symlink to /usr/www, and symlinks are not followed',
    });
    const findings = of({ runs: [run('2013-02-27', [missing]), run('2013-02-28', [symlink])] });
    expect(findings).toEqual([
      expect.objectContaining({ cause: 'entry-missing', resolvedAt: '2013-02-28T09:01:00Z' }),
      expect.objectContaining({
        cause: 'entry-symlink',
        message:
          'it is a symlink to /usr/www, and symlinks are not followed; it was never copied: nothing of it is backed up',
      }),
    ]);
  });

  test.each([
    ['failed', 'entry-failed'],
    ['collapsed', 'collapsed'],
  ] as const)('%s is told in the words of the run', (state, cause) => {
    expect(of({ runs: [run('2013-02-28', [runEntry('/data/www', state, { message: 'its own words' })])] })).toEqual([
      expect.objectContaining({ cause, message: expect.stringContaining('its own words') }),
    ]);
  });

  test('inside of another one is as good as good', () => {
    const runs = [run('2013-02-27', [missing]), run('2013-02-28', [runEntry('/data/www', 'covered')])];
    expect(of({ runs })[0]?.resolvedAt).toBeDefined();
  });

  test('with bytes that are not UTF-8 is itself', () => {
    expect(of({ runs: [run('2013-02-28', [runEntry('/caf\udce9', 'missing')])] })[0]?.path).toBe('/caf\udce9');
  });
});

describe('a run', () => {
  test('that failed, and the next one that worked', () => {
    expect(of({ runs: [failedRun('2013-02-27'), run('2013-02-28')] })).toEqual([
      expect.objectContaining({
        cause: 'run-failed',
        message: 'connection refused',
        path: undefined,
        resolvedAt: '2013-02-28T09:01:00Z',
      }),
    ]);
  });

  test('that did not come is missed; several are one finding', () => {
    expect(of({ runs: [run('2013-02-25')] })).toEqual([
      expect.objectContaining({
        cause: 'missed',
        nights: 3,
        message: 'nothing was backed up since 25 February 2013',
        resolvedAt: undefined,
      }),
    ]);
  });

  test('that did not come between two others is missed and over', () => {
    expect(of({ runs: [run('2013-02-26'), run('2013-02-28')] })).toEqual([
      expect.objectContaining({ cause: 'missed', nights: 1, resolvedAt: '2013-02-28T09:01:00Z' }),
    ]);
  });

  test('that failed is not missed, and one that is not due yet is neither', () => {
    expect(of({ runs: [run('2013-02-27'), failedRun('2013-02-28')] }).map(({ cause }) => cause)).toEqual([
      'run-failed',
    ]);
    const early = { ...today, lastDue: '2013-02-27' };
    expect(of({ runs: [run('2013-02-27')] }, early)).toEqual([]);
  });

  test('that is at work is not missed, and resolves nothing', () => {
    const running = run('2013-02-28', [], { state: 'running' });
    expect(of({ runs: [run('2013-02-27', [runEntry('/data/www', 'missing')]), running] })).toEqual([
      expect.objectContaining({ cause: 'entry-missing', resolvedAt: undefined }),
    ]);
  });
});

describe('a host', () => {
  test('that was never backed up is missed from the day after it was first seen', () => {
    expect(of({ firstSeen: new Date('2013-02-26T18:00:00Z') })).toEqual([
      expect.objectContaining({ cause: 'missed', nights: 2, message: 'it has never been backed up' }),
    ]);
    expect(of({ firstSeen: new Date('2013-02-28T08:00:00Z') })).toEqual([]);
    expect(of({ firstSeen: new Date('2013-02-20T08:00:00Z'), configured: [] })).toEqual([]);
  });

  test('of the old script is not adopted, and not missed', () => {
    expect(of({ unrecordedDates: ['2013-02-27', '2013-02-28'] })).toEqual([
      expect.objectContaining({ cause: 'not-adopted', nights: 2, firstSeen: '2013-02-27T12:00:00.000Z' }),
    ]);
  });

  test('whose old script stopped is missed too', () => {
    expect(of({ unrecordedDates: ['2013-02-25', '2013-02-26'] }).map(({ cause, nights }) => [cause, nights])).toEqual([
      ['missed', 2],
      ['not-adopted', 2],
    ]);
  });

  test('with one run of ours is adopted', () => {
    expect(of({ unrecordedDates: ['2013-02-26', '2013-02-27'], runs: [run('2013-02-28')] })).toEqual([]);
  });

  test.each([
    ['unreachable', 'unreachable'],
    ['timed-out', 'unreachable'],
    ['host-key-changed', 'host-key-changed'],
  ])('that can’t be reached: %s', (code, cause) => {
    const unreached = { code, message: 'no route', since: new Date('2013-02-27T23:00:00Z') };
    expect(of({ runs: [run('2013-02-28')], unreached })).toEqual([
      expect.objectContaining({
        cause,
        message: 'no route',
        nights: 2,
        firstSeen: '2013-02-27T23:00:00.000Z',
        resolvedAt: undefined,
      }),
    ]);
  });
});

test('every cause has something that can be done', () => {
  const causes: Record<FailureCause, true> = {
    'entry-missing': true,
    'entry-symlink': true,
    'entry-failed': true,
    'entry-incomplete': true,
    collapsed: true,
    'rsync-follows': true,
    'run-failed': true,
    missed: true,
    unreachable: true,
    'not-adopted': true,
    'host-key-changed': true,
    'nights-lost': true,
    'shared-backupdir': true,
    'clock-wrong': true,
    'server-filling': true,
    rotten: true,
  };
  for (const cause of Object.keys(causes) as FailureCause[]) {
    expect(fixesOf({ cause, path: '/a', suggestion: undefined }, (path) => path).length, cause).toBeGreaterThan(0);
  }
  const symlink = { cause: 'entry-symlink', path: '/c/home', suggestion: '/c/usr/home' } as const;
  expect(fixesOf(symlink, (path) => path.slice('/c'.length))[0]).toEqual({
    kind: 'use-target',
    label: 'Use /usr/home',
    path: '/c/home',
    suggestion: '/c/usr/home',
  });
});

describe('a clock that was wrong', () => {
  test('is said as long as nights are made by it, and not once it is right', () => {
    const wrong = { ...run('2013-02-27'), server: 'backup1', clockSkewSeconds: -9 * 3600 };
    expect(
      of({ runs: [wrong, { ...run('2013-02-28'), server: 'backup1', clockSkewSeconds: 90_000_000 }] }),
    ).toMatchObject([
      {
        cause: 'clock-wrong',
        message:
          'its clock was 1041 days ahead of that of backup1; while one of them is wrong, nights may have wrong dates',
        nights: 2,
        resolvedAt: undefined,
      },
    ]);
    expect(of({ runs: [wrong, { ...run('2013-02-28'), clockSkewSeconds: 7000 }] })).toMatchObject([
      { cause: 'clock-wrong', resolvedAt: expect.any(String) },
    ]);
  });

  test('one night of 2036 does not mute that nothing was backed up since', () => {
    const [finding] = of({ runs: [run('2013-02-25'), run('2036-01-01')] });
    expect(finding).toMatchObject({
      cause: 'missed',
      nights: 3,
      message:
        "nothing was backed up since 25 February 2013, but for a night dated 1 January 2036, which can't be: is its clock right?",
      resolvedAt: undefined,
    });
  });

  test('one night of 2010 is no reason for years of missed nights', () => {
    expect(of({ runs: [run('2010-01-01'), run('2013-02-27'), run('2013-02-28')] })).toEqual([]);
  });

  test('a run that failed backed nothing up', () => {
    const findings = of({ runs: [run('2013-02-24'), failedRun('2013-02-25')] });
    expect(findings.find(({ cause }) => cause === 'missed')?.message).toBe(
      'nothing was backed up since 24 February 2013',
    );
  });
});
