import { describe, expect, it } from 'vitest';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { causeTone, entryTone, toneOfNight } from '../../../src-renderer/format/states.ts';
import { comparedNights } from '../../../src-renderer/state/compared-nights.ts';
import { viewNights } from '../../../src-renderer/state/night-view.ts';
import type { Place } from '../../../src-renderer/state/places.ts';
import { troubleAt } from '../../../src-renderer/state/troubles.ts';
import { entry, night, root } from './builders.ts';

const place: Place = {
  host: 'jail15',
  root,
  coverage: 'configured',
  configured: [`${root}/etc`, `${root}/www`],
  past: [],
};
const failure = (more: Partial<FailureItem>): FailureItem => ({
  id: JSON.stringify(more),
  host: 'jail15',
  cause: 'entry-missing',
  title: '',
  message: '',
  firstSeen: '2013-02-28T09:52:00Z',
  lastSeen: '2013-02-28T09:52:00Z',
  nights: 1,
  state: 'open',
  fixes: [],
  ...more,
});

describe('a customer is called backed up', () => {
  const words = (...failures: FailureItem[]) => troubleAt(place, failures)?.words;
  it('where nothing is wrong with it', () => {
    expect(words()).toBeUndefined();
    expect(
      words(failure({ path: `${root}-OTHER/www` }), failure({ host: 'jail16', path: `${root}/www` })),
    ).toBeUndefined();
    expect(words(failure({ path: `${root}/www`, state: 'resolved' }))).toBeUndefined();
  });
  it.each(['entry-missing', 'entry-symlink', 'entry-failed'] as const)('not where a directory is %s', (cause) => {
    expect(words(failure({ path: `${root}/www`, cause }))).toBe('1 of 2 directories not copied');
    // Seen is not mended.
    expect(words(failure({ path: `${root}/www`, cause, state: 'acknowledged' }))).toBe('1 of 2 directories not copied');
  });
  it('not where one lost most of its files, or the host has no night', () => {
    expect(words(failure({ path: `${root}/www`, cause: 'collapsed' }))).toBe('1 directory lost most files');
    expect(words(failure({ path: `${root}/www`, cause: 'entry-incomplete' }))).toBe('1 directory copied in part');
    expect(words(failure({ cause: 'missed' }))).toBe('no night lately');
    expect(words(failure({ cause: 'run-failed' }))).toBe('the last night failed');
  });
});

describe('one trouble has one colour', () => {
  it.each([
    ['entry-missing', 'missing'],
    ['entry-failed', 'failed'],
    ['entry-symlink', 'symlink'],
    ['collapsed', 'collapsed'],
  ] as const)('%s in card, cell, day, pill and list', (cause, state) => {
    const [view] = viewNights(
      [night(28, { state: 'warning', entries: [entry('/etc'), entry('/www', { state })] })],
      [root],
    );
    const tones = [causeTone[cause], toneOfNight('warning'), toneOfNight(view?.state ?? 'good'), entryTone[state]];
    expect([...tones, troubleAt(place, [failure({ path: `${root}/www`, cause })])?.tone]).toEqual(
      Array(5).fill('warn'),
    );
  });
  it('is bad where nothing of theirs is in the night', () => {
    const entries = [entry('/etc', { state: 'missing' }), entry('/www', { state: 'failed' })];
    const [view] = viewNights([night(28, { state: 'warning', entries })], [root]);
    const all = place.configured.map((path) => failure({ path }));
    expect([toneOfNight(view?.state ?? 'good'), troubleAt(place, all)?.tone]).toEqual(['bad', 'bad']);
  });
});

describe('the nights beside each other in an alarm about lost files', () => {
  const path = `${root}/usr/home`;
  const at = (day: number, state: 'good' | 'collapsed') =>
    night(day, { entries: [entry('/etc'), entry('/usr/home', { state })] });
  it('are the last good one and the one it collapsed in, whatever ran since', () => {
    const nights = [at(28, 'good'), at(27, 'collapsed'), at(26, 'collapsed'), at(25, 'good'), at(24, 'good')];
    const { good, collapsed } = comparedNights(nights, path);
    expect([good?.runId, collapsed?.runId]).toEqual(['run-25', 'run-27']);
  });
  it('are not there where the last good one left rotation', () => {
    expect(comparedNights([at(28, 'collapsed'), at(27, 'collapsed')], path).good).toBeUndefined();
    expect(comparedNights([at(28, 'good')], path).collapsed).toBeUndefined();
  });
});
