import { expect, test } from 'vitest';
import type { Run } from '../../../src-main/contract/index.ts';
import { briefOf } from '../../../src-main/domain/brief-run.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { run, runEntry } from '../../support/runs.ts';

test('a run from the future is not the last that is known: what comes after the true last one is still asked for', () => {
  const history = openHistory(':memory:', () => new Date('2013-03-01T09:00:00Z'));
  const soon = new Date('2013-03-02T09:00:00Z');
  expect(history.runs.lastId('jail15', soon)).toBeUndefined();
  history.runs.save([run('2013-02-27'), run('2013-02-28'), run('2036-01-01')]);
  expect(history.runs.lastId('jail15', soon)).toBe(run('2013-02-28').runId);
  history.close();
});

test('what is judged of a host is read at once: the latest by their ids, without the entries that went well', () => {
  const history = openHistory(':memory:', () => new Date('2013-03-01T09:00:00Z'));
  const odd = { ...runEntry('/mnt/caf\udce9', 'missing'), message: 'it "is" not\n[there]' };
  const runs = [run('2013-02-26'), run('2013-02-28', [runEntry('/etc'), odd]), run('2013-02-27')];
  history.runs.save([...runs, { ...run('2013-02-28'), host: 'jail16' }]);
  expect(history.runs.briefsOf('jail15', 2)).toEqual([runs[1], runs[2]].map((one) => briefOf(one as Run)));
  expect(history.runs.briefsOf('jail15', 2)[0]?.troubled).toEqual([odd]);
  expect(history.runs.briefsOf('nobody', 2)).toEqual([]);
  history.close();
});
