import { expect, test } from 'vitest';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { run } from '../../support/runs.ts';

test('a run from the future is not the last that is known: what comes after the true last one is still asked for', () => {
  const history = openHistory(':memory:', () => new Date('2013-03-01T09:00:00Z'));
  const soon = new Date('2013-03-02T09:00:00Z');
  expect(history.runs.lastId('jail15', soon)).toBeUndefined();
  history.runs.save([run('2013-02-27'), run('2013-02-28'), run('2036-01-01')]);
  expect(history.runs.lastId('jail15', soon)).toBe(run('2013-02-28').runId);
  history.close();
});
