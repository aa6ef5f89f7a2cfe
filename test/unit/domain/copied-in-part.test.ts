import { expect, test } from 'vitest';
import type { Run } from '../../../src-main/contract/index.ts';
import { findingsOf } from '../../../src-main/domain/failures/findings.ts';
import { hostFacts, run, runEntry } from '../../support/runs.ts';

const of = (runs: Run[], lastDue: string) =>
  findingsOf(hostFacts({ configured: ['/data/www'] }, runs), {
    now: new Date(`${lastDue}T12:00:00Z`),
    timeZone: 'UTC',
    lastDue,
  });
const good = runEntry('/data/www');
const missing = runEntry('/data/www', 'missing');

test('an entry that was copied in part is a finding, until all of it was', () => {
  const message = 'not all of it could be copied: photo.jpg: Input/output error';
  const partly = runEntry('/data/www', 'good', { message });
  const nights = [run('2013-02-26', [good]), run('2013-02-27', [partly]), run('2013-02-28', [partly])];
  const finding = {
    cause: 'entry-incomplete',
    path: '/data/www',
    nights: 2,
    message: `${message}; what is named may be missing from the night, incomplete, or as it was before`,
  };
  expect(of(nights, '2013-02-28')).toMatchObject([{ ...finding, resolvedAt: undefined }]);
  expect(of([...nights, run('2013-03-01', [good])], '2013-03-01')).toMatchObject([
    { ...finding, resolvedAt: '2013-03-01T09:01:00Z' },
  ]);
  // It was copied, so it is a copy that what lasts longer is told by.
  const gone = of([...nights, run('2013-03-01', [missing])], '2013-03-01');
  expect(gone.find(({ cause }) => cause === 'entry-missing')?.message).toContain('last copied on 28 February');
});
