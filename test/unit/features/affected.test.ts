import { expect, onTestFinished, test } from 'vitest';
import { affectedBy } from '../../../src-main/features/failures/affected.ts';
import type { StoredFailure } from '../../../src-main/stores/history/failure-store.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { run, runEntry } from '../../support/runs.ts';

test('an entry’s customer, all who are backed up on a host, and all on a server’s hosts, each directory once', () => {
  const history = openHistory(':memory:', () => new Date());
  onTestFinished(() => history.close());
  const of = (id: string, coverage: 'configured' | 'not-backed-up' = 'configured') => ({
    id,
    coverage,
    entries: coverage === 'configured' ? [`/data/${id}/www`, `/data/${id}/mail`] : [],
  });
  history.customers.replaceHost('jail15', [of('col1'), of('col2', 'not-backed-up')]);
  history.customers.replaceHost('jail16', [of('col1'), of('col3')]);
  history.customers.replaceHost('virt9', [of('col4')]);
  history.runs.save([
    run('2013-02-26', [runEntry('/data/col1/www')]),
    run('2013-02-27', [runEntry('/data/col1/www', 'failed')]),
  ]);
  const machine = (name: string) => ({ name });
  const deps = {
    fleet: () => ({ servers: [machine('backup1')], hosts: ['jail15', 'jail16', 'virt9'].map(machine) }) as never,
    history,
    serverOf: (name: string) => (name === 'virt9' ? 'backup2' : 'backup1'),
  };
  const failure = (item: Partial<StoredFailure['item']>) =>
    ({ item: { firstSeen: '2013-02-28', ...item } }) as StoredFailure;
  const told = (...items: Partial<StoredFailure['item']>[]) =>
    affectedBy(deps, items.map(failure)).map((row) => Object.values(row).filter(Boolean).join(' '));

  expect(told({ host: 'jail15', path: '/etc' })).toEqual([]);
  expect(told({ host: 'jail15', path: '/data/col1/www', customer: 'col1', lastGood: '2013-02-26' })).toEqual([
    'col1 jail15 /data/col1/www 2013-02-28 2013-02-26',
  ]);
  expect(told({ host: 'jail15' })).toEqual([
    'col1 jail15 /data/col1/mail 2013-02-27 2013-02-28',
    'col1 jail15 /data/col1/www 2013-02-26 2013-02-28',
  ]);
  const all = told({ host: 'backup1', firstSeen: '2013-02-27' }, { host: 'jail16' });
  expect(all).toHaveLength(6);
  expect(all.filter((row) => row.includes('virt9'))).toEqual([]);
  // Where two failures touch one directory, since the first.
  expect(all.every((row) => row.endsWith('2013-02-27'))).toBe(true);
});
