import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../src-main/domain/failures/findings.ts';
import type { HostFacts } from '../../../src-main/domain/host-facts.ts';
import { hostFacts, run } from '../../support/runs.ts';

/** The night of the 28th is due, in UTC. */
const today = { now: new Date('2013-02-28T12:00:00Z'), timeZone: 'UTC', lastDue: '2013-02-28' };
const of = (facts: Partial<Omit<HostFacts, 'runs'>>) =>
  findingsOf(hostFacts({ configured: ['/etc'], ...facts }, [run('2013-02-28')]), today);

describe('the place of a host’s nights', () => {
  test('that another host has too', () => {
    expect(of({ sharesWith: ['jail16'] })).toMatchObject([
      {
        cause: 'shared-backupdir',
        message:
          'jail16 has the same backupdir, /data/jail15 on backup1: nights of the one push out nights of the other; give each a backupdir of its own',
        resolvedAt: undefined,
      },
    ]);
  });

  test('that lost nights', () => {
    const lost = { dates: ['2013-02-26', '2013-02-25'], since: new Date('2013-02-27T09:00:00Z') };
    expect(of({ lost })).toMatchObject([
      {
        cause: 'nights-lost',
        message:
          '2 nights of 25 and 26 February 2013 went from /data/jail15 on backup1, and not by rotation: is its disk mounted, and was nothing deleted or moved there?',
        firstSeen: '2013-02-27T09:00:00.000Z',
        nights: 2,
      },
    ]);
  });
});
