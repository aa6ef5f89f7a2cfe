import { describe, expect, test } from 'vitest';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { webhook } from '../../../src-main/contract/index.ts';
import { digestOf, dueDigest } from '../../../src-main/domain/digest.ts';

const tonight = {
  counts: { good: 7, warning: 1, failed: 0, missed: 0, running: 0, unknown: 0 },
  notKnown: 0,
  noNight: 0,
};
const item = (index: number, more: Partial<FailureItem> = {}): FailureItem => ({
  id: `missed-${index}`,
  host: `jail${index}`,
  title: `jail${index}: no result`,
  cause: 'missed',
  message: 'nothing was backed up since 26 February 2013',
  firstSeen: '2013-02-27T12:00:00Z',
  lastSeen: '2013-02-28T12:00:00Z',
  nights: 2,
  state: 'open',
  fixes: [],
  ...more,
});

test('a digest has what is open: whose, since when, and who is on it', () => {
  const digest = digestOf(
    [
      item(1, { customer: 'col1', path: '/www', lastGood: '2013-02-26', taken: { by: 'maria', at: '' } }),
      item(2),
      item(3, { state: 'acknowledged' }),
    ],
    tonight,
    '2013-02-28',
  );
  expect(digest.text.split('\n')).toEqual([
    'Nightkeep, 2013-02-28: 2 open, of 1 customers by name',
    'jail1: no result (col1), maria is on it',
    'jail2: no result',
  ]);
  expect(digest).toMatchObject({ version: 1, open: 2, hosts: { good: 7, notKnown: 0 } });
  expect(digest.failures[0]).toMatchObject({ customer: 'col1', path: '/www', lastGood: '2013-02-26', nights: 2 });
  expect(digestOf([], tonight, '2013-02-28').text).toBe(
    'Nightkeep, 2013-02-28: nothing needs anybody; 7 hosts have a good night',
  );
});

test('however much failed, a digest is bounded, and says how much is left out', () => {
  const digest = digestOf(
    Array.from({ length: 3000 }, (_, index) => item(index)),
    tonight,
    '2013-02-28',
  );
  expect([digest.open, digest.failures.length]).toEqual([3000, 500]);
  expect(digest.text.split('\n').at(-1)).toBe('and 2990 more');
});

describe('it is sent', () => {
  const zone = 'America/Los_Angeles';
  const now = new Date('2013-02-28T16:30:00Z');
  const state = { date: '2013-02-28', at: '2013-02-28T16:00:00Z', tries: 1, sent: false, message: '' };
  test('once a day, from its hour on in the fleet’s zone', () => {
    expect(dueDigest('08:00', zone, now, undefined)).toBe('2013-02-28');
    expect(dueDigest('08:31', zone, now, undefined)).toBeUndefined();
    expect(dueDigest('08:00', zone, now, { ...state, date: '2013-02-27', sent: true })).toBe('2013-02-28');
    expect(dueDigest('08:00', zone, now, { ...state, sent: true })).toBeUndefined();
  });
  test('again after a quarter of an hour where it was not taken, three times', () => {
    expect(dueDigest('08:00', zone, now, state)).toBe('2013-02-28');
    expect(dueDigest('08:00', zone, now, { ...state, at: '2013-02-28T16:20:00Z' })).toBeUndefined();
    expect(dueDigest('08:00', zone, now, { ...state, tries: 3 })).toBeUndefined();
  });
});

test.each([
  ['https://hooks.example.com/services/T0/B0/x', true],
  ['http://hooks.example.com/', false],
  ['https://maria:secret@hooks.example.com/', false],
  ['file:///etc/passwd', false],
  ['hooks.example.com', false],
  [`https://hooks.example.com/${'x'.repeat(3000)}`, false],
])('an address that is taken, or not: %s', (address, fits) => {
  expect(webhook.safeParse(address).success).toBe(fits);
});
