import { describe, expect, test } from 'vitest';
import { fleet as fleetSchema, NightkeepError } from '../../../src-main/contract/index.ts';
import { createRunsFeature, type RunsDeps } from '../../../src-main/features/runs.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { run, runEntry } from '../../support/runs.ts';

const now = () => new Date('2013-02-28T12:00:00Z');
const fleet = fleetSchema.parse({ hosts: [{ name: 'jail15', ssh: { host: 'jail15' }, configPath: '/c' }] });
const down = new NightkeepError('unreachable', 'backup1 does not answer');

/** The handlers over a real history, while the host's server does not answer. */
function handlers() {
  const history = openHistory(':memory:', now);
  history.runs.save([run('2013-02-27', [runEntry('/etc'), runEntry('/www')])]);
  const deps: Partial<RunsDeps> = { fleet: () => fleet, runs: history.runs, refresh: () => Promise.reject(down) };
  return createRunsFeature(deps as RunsDeps);
}

describe('a run whose server does not answer', () => {
  test('is told with all its entries where it is known already', async () => {
    const told = await handlers()['runs.get']({ host: 'jail15', run: '2013-02-27' }, { by: 'anna' });
    expect(told).toMatchObject({ run: { entries: [{ path: '/etc' }, { path: '/www' }] }, sizes: [[1000], [1000]] });
  });

  test('is asked for again where it is not: nothing says that there is none', async () => {
    const asked = handlers()['runs.get']({ host: 'jail15', run: '2013-02-26' }, { by: 'anna' });
    await expect(asked).rejects.toBe(down);
  });
});
