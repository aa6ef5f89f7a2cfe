import { describe, expect, it } from 'vitest';
import type { Hold } from '../../../src-main/contract/index.ts';
import { heldNights, heldUntil } from '../../../src-renderer/state/held.ts';
import { root } from './builders.ts';

const hold = (paths: string[], until: string, more: Partial<Hold['nights'][number]> = {}): Hold => ({
  id: `hold-${until}`,
  server: 'backup1',
  customer: 'col00214',
  nights: [{ host: 'jail15', runId: 'run-22', date: '2013-02-22', paths: paths.map((path) => root + path), ...more }],
  reason: 'restore',
  by: 'maria',
  createdAt: '2013-02-22T17:00:00Z',
  until,
  bytes: 0,
  tarballs: [],
});
const selection = (...paths: string[]) => ({
  host: 'jail15',
  runId: 'run-22',
  paths: paths.map((path) => root + path),
});
const now = new Date('2013-02-28T18:30:00Z');

describe('a night is held', () => {
  it('where what is selected of it is, or a folder above', () => {
    expect(heldUntil(selection('/www/a'), [hold(['/www'], '2013-03-10T00:00:00Z')], now)).toBe('2013-03-10T00:00:00Z');
  });
  it('not where one file of it is held and more is selected', () => {
    expect(heldUntil(selection('/www'), [hold(['/www/a'], '2013-03-10T00:00:00Z')], now)).toBeUndefined();
    expect(heldUntil(selection('/www', '/etc'), [hold(['/www'], '2013-03-10T00:00:00Z')], now)).toBeUndefined();
  });
  it('not by a hold of another night or another host', () => {
    const others = [
      hold(['/www'], '2013-03-10T00:00:00Z', { runId: 'run-23' }),
      hold(['/www'], '2013-03-10T00:00:00Z', { host: 'virt9' }),
    ];
    expect(heldUntil(selection('/www'), others, now)).toBeUndefined();
  });
  it('until the first of its parts is let go, each by the hold that lasts longest', () => {
    const holds = [
      hold(['/www'], '2013-03-10T00:00:00Z'),
      hold(['/www'], '2013-03-20T00:00:00Z'),
      hold(['/etc'], '2013-03-15T00:00:00Z'),
    ];
    expect(heldUntil(selection('/www', '/etc'), holds, now)).toBe('2013-03-15T00:00:00Z');
  });
  it('not by a hold that has run out', () => {
    expect(heldUntil(selection('/www'), [hold(['/www'], '2013-02-20T00:00:00Z')], now)).toBeUndefined();
  });
});

describe('the nights that holds have anything of', () => {
  const place = { host: 'jail15', root, coverage: 'configured' as const, configured: [], past: [] };
  const nightsHeld = (...holds: Hold[]) => [...heldNights(place, holds, now)];

  it('are held whole where a hold has all that is the customer’s, and else in part, the longest of each', () => {
    const march = (day: number) => `2013-03-${day}T00:00:00Z`;
    expect(nightsHeld(hold([''], march(10)), hold(['/www'], march(20)))).toEqual([
      ['run-22', { until: march(10), whole: true }],
    ]);
    expect(nightsHeld(hold(['/www'], march(20)), hold(['/etc'], march(12)))).toEqual([
      ['run-22', { until: march(20), whole: false }],
    ]);
  });
  it('are none of other hosts, of other customers or of holds that have run out', () => {
    const until = '2013-03-10T00:00:00Z';
    expect(
      nightsHeld(
        hold(['/www'], until, { host: 'virt9' }),
        hold([], until, { paths: ['/mnt/data1/another'] }),
        hold([''], '2013-02-20T00:00:00Z'),
      ),
    ).toEqual([]);
  });
});
