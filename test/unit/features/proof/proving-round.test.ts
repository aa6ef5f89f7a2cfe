import { expect, test, vi } from 'vitest';
import { type Fleet, NightkeepError } from '../../../../src-main/contract/index.ts';
import { createProvingRound, type ProvingRoundDeps } from '../../../../src-main/features/proof/proving-round.ts';
import type { FoundProof } from '../../../../src-main/programs/proof/proof-record.ts';
import { manualClock } from '../../../support/manual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Two servers: jail1 and jail2, each with a customer, on the first; jail9 on the second. */
function estate(over: Partial<ProvingRoundDeps> = {}) {
  const clock = manualClock(new Date('2013-02-28T10:00:00Z'));
  const known = new Map<string, FoundProof>();
  const of = (host: string): FoundProof => known.get(host) ?? { checked: undefined, bad: [], rehearsed: [] };
  const at = () => clock.now().toISOString();
  const done: string[] = [];
  const running = new Set<string>();
  const round = createProvingRound({
    clock,
    fleet: () => ({ servers: [{ name: 'backup1' }, { name: 'backup2' }] }) as Fleet,
    jobs: { finished: vi.fn() },
    known: { of, learn: async () => {} },
    hostsOn: (server) => (server === 'backup1' ? ['jail1', 'jail2'] : ['jail9']),
    customersOn: (host) => [
      { id: `${host}-a`, root: '/a', coverage: 'configured' },
      { id: `${host}-off`, root: '/off', coverage: 'uncovered' },
    ],
    serverFacts: { of: (host) => (running.has(host) ? { running: { runId: 'r', startedAt: at() } } : {}) as never },
    isOut: () => false,
    readBack: async (hosts) => {
      done.push(`read ${hosts.join(' ')}`);
      for (const host of hosts)
        known.set(host, { ...of(host), checked: { at: at(), files: 1, bytes: 1, noted: 1, bad: 0, yielded: false } });
      return { jobId: 'j' };
    },
    rehearse: async (customer, host) => {
      done.push(`rehearse ${customer}`);
      const rehearsal = { customer, at: at(), run: 'r', date: '2013-02-28', root: '/a', files: 1, bytes: 1, wrong: 0 };
      known.set(host, { ...of(host), rehearsed: [...of(host).rehearsed, { ...rehearsal, part: false }] });
      return { jobId: 'j' };
    },
    settling: () => false,
    log: { info: () => {}, error: () => {} } as never,
    ...over,
  });
  /** Lets time pass, with the rounds that are due in it. */
  const after = async (ms: number): Promise<string[]> => {
    done.length = 0;
    for (let passed = 0; passed < ms; passed += 15 * MINUTE) {
      clock.pass(15 * MINUTE);
      await round.now();
    }
    return [...done];
  };
  return { after, running, round, clock };
}

test('each server is read back once a day and rehearses one restore a week, of whom was not for longest', async () => {
  const { after } = estate();
  const first = ['read jail1 jail2', 'rehearse jail1-a', 'read jail9', 'rehearse jail9-a'];
  expect(await after(15 * MINUTE)).toEqual(first);
  expect(await after(12 * HOUR)).toEqual([]);
  expect(await after(12 * HOUR)).toEqual(['read jail1 jail2', 'read jail9']);
  const week = await after(7 * DAY);
  expect(week.filter((each) => each.startsWith('rehearse'))).toEqual(['rehearse jail2-a', 'rehearse jail9-a']);
  // A day here is from 20 hours on, so that a round that is late does not skip one.
  expect(week.filter((each) => each === 'read jail9').length).toBeGreaterThanOrEqual(7);
  expect(week.filter((each) => each === 'read jail9').length).toBeLessThanOrEqual(9);
});

test('a server at work on a night, or out of reach, is left alone; the others are not', async () => {
  const { after, running } = estate({ isOut: (server) => server === 'backup2' });
  running.add('jail2');
  expect(await after(2 * HOUR)).toEqual([]);
  running.clear();
  expect(await after(15 * MINUTE)).toEqual(['read jail1 jail2', 'rehearse jail1-a']);
});

test('nothing is begun while the app settles after sleep', async () => {
  const { after } = estate({ settling: () => true });
  expect(await after(DAY)).toEqual([]);
});

test('a server whose reading fails keeps no other from its own, and is tried again within hours, not minutes', async () => {
  const tried: string[] = [];
  const { after } = estate({
    readBack: async ([host = '']) => {
      tried.push(host);
      throw new NightkeepError('unreachable', 'it does not answer');
    },
  });
  await after(45 * MINUTE);
  expect(tried).toEqual(['jail1', 'jail9']);
  await after(HOUR);
  expect(tried).toEqual(['jail1', 'jail9', 'jail1', 'jail9']);
});

test('it ends with the app', async () => {
  const { round, clock } = estate();
  expect(clock.timers()).toBe(1);
  round.close();
  expect(clock.timers()).toBe(0);
});
