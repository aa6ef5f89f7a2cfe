import { describe, expect, onTestFinished, test } from 'vitest';
import type { FailureItem, TriageKind } from '../../../src-main/contract/index.ts';
import type { Finding } from '../../../src-main/domain/failures/finding.ts';
import { triagesOf } from '../../../src-main/domain/failures/triage.ts';
import type { Act, UnsentAct } from '../../../src-main/features/actions.ts';
import { createFailures } from '../../../src-main/features/failures/failures.ts';
import { openHistory } from '../../../src-main/stores/history/history.ts';

/** Two members of staff on one fleet of two servers; what one does comes to the other by a server's log. */
function team() {
  let now = new Date('2013-02-28T12:00:00Z');
  const machine = (name: string) => ({ name, ssh: { host: 'a' }, configPath: '/c', become: 'none' as const });
  const hosts = ['jail15', 'jail16', 'virt9'];
  const servers = ['backup1', 'backup2'];
  const serverOf = (name: string) => (servers.includes(name) ? name : name === 'virt9' ? 'backup2' : 'backup1');
  const out = new Set<string>();
  let findings: Finding[] = [];

  function member(by: string) {
    const history = openHistory(':memory:', () => now);
    onTestFinished(() => history.close());
    const noted: Act[] = [];
    const unsent: UnsentAct[] = [];
    const raised: FailureItem[] = [];
    let changes = 0;
    const failures = createFailures({
      fleet: () => ({ servers: servers.map(machine), hosts: hosts.map(machine), timeZone: 'UTC' }) as never,
      board: { findings: () => findings, settled: async () => {} },
      reach: {
        unreached: (name: string) => (out.has(name) ? { code: 'unreachable', message: 'off', since: now } : undefined),
      } as never,
      history,
      room: { of: () => ({ readings: [] }) },
      proofOf: () => ({ bad: [], rehearsed: [] }),
      reader: { ensure: async () => {} },
      finder: () => () => undefined,
      serverOf,
      publish: (event, payload) => {
        if (event === 'failure.raised') raised.push(payload as FailureItem);
        if (event === 'failures.changed') changes += 1;
      },
      note: (act) => noted.push(act),
      unsent: () => unsent,
      now: () => now,
    });
    const list = async () => {
      failures.update({ raise: false });
      return (await failures.handlers['failures.list']({}, { by })).failures;
    };
    return {
      history,
      failures,
      noted,
      unsent,
      raised,
      list,
      changes: () => changes,
      of: async (host: string) => (await list()).find((item) => item.host === host) as FailureItem,
      async do(kind: TriageKind, ids: string[], more: { reason?: string; until?: string } = {}) {
        const input = { kind, ids, ...more } as Parameters<(typeof failures.handlers)['failures.triage']>[0];
        return (await failures.handlers['failures.triage'](input, { by })).failures;
      },
      /** As the server's log gives it back. */
      reads(acts: readonly Act[], author: string, server = 'backup1') {
        const lines = acts.map(({ action, more }) => ({ ...more, action, by: author, at: now.toISOString() }));
        history.triage.keep(
          server,
          lines.flatMap((fields) => triagesOf(fields, now)),
        );
        failures.update({ raise: false, tell: true });
      },
    };
  }
  return {
    maria: member('maria'),
    tom: member('tom'),
    out,
    at: (moment: string) => {
      now = new Date(moment);
    },
    find: (...found: Partial<Finding>[]) => {
      findings = found.map((each) => ({
        host: 'jail15',
        path: undefined,
        cause: 'run-failed',
        message: 'it failed',
        firstSeen: '2013-02-28T09:00:00Z',
        lastSeen: '2013-02-28T09:00:00Z',
        nights: 1,
        resolvedAt: undefined,
        ...each,
      }));
    },
  };
}

test('taken by one, it says so in the other’s app, and stays open', async () => {
  const { maria, tom, find, at } = team();
  find({});
  const { id } = await tom.of('jail15');
  await maria.list();
  await maria.do('take', [id]);
  expect(await maria.of('jail15')).toMatchObject({ state: 'open', taken: { by: 'maria' } });
  const before = tom.changes();
  tom.reads(maria.noted, 'maria');
  expect(tom.changes()).toBe(before + 1);
  expect(await tom.of('jail15')).toMatchObject({
    state: 'open',
    taken: { by: 'maria', at: '2013-02-28T12:00:00.000Z' },
  });
  // Read once more, it is no news.
  at('2013-02-28T12:05:00Z');
  tom.reads(maria.noted, 'maria');
  expect(tom.changes()).toBe(before + 1);
});

test('of two at once the later one counts, in both apps', async () => {
  const { maria, tom, find, at } = team();
  find({});
  const { id } = await tom.of('jail15');
  await maria.list();
  await maria.do('acknowledge', [id], { reason: 'the disk' });
  at('2013-02-28T12:00:01Z');
  await tom.do('take', [id]);
  maria.reads(tom.noted, 'tom');
  tom.reads(maria.noted, 'maria');
  for (const app of [maria, tom]) {
    expect(await app.of('jail15')).toMatchObject({ state: 'open', taken: { by: 'tom' } });
    expect(await app.of('jail15')).not.toHaveProperty('acknowledged');
  }
});

test('what follows on a colleague’s act is later than that, though their clock is ahead', async () => {
  const { maria, tom, find, at } = team();
  find({});
  const { id } = await tom.of('jail15');
  at('2013-02-28T12:40:00Z');
  await maria.list();
  await maria.do('acknowledge', [id]);
  at('2013-02-28T12:00:00Z');
  tom.reads(maria.noted, 'maria');
  expect(await tom.of('jail15')).toMatchObject({ state: 'acknowledged' });
  await tom.do('reopen', [id]);
  tom.reads(maria.noted, 'maria');
  expect(await tom.of('jail15')).toMatchObject({ state: 'open' });
  maria.reads(tom.noted, 'tom');
  expect(await maria.of('jail15')).toMatchObject({ state: 'open' });
});

test('snoozed by one, it is for the other, until the time is over, and is told once then', async () => {
  const { maria, tom, find, at } = team();
  find({});
  tom.failures.update({ raise: true });
  const { id } = await maria.of('jail15');
  await maria.do('snooze', [id], { until: '2013-02-28T14:00:00Z' });
  tom.reads(maria.noted, 'maria');
  expect(await tom.of('jail15')).toMatchObject({ state: 'snoozed', snoozedBy: 'maria' });
  at('2013-02-28T15:00:00Z');
  for (let i = 0; i < 3; i++) tom.failures.update({ raise: true });
  expect(tom.raised).toHaveLength(2);
  expect((await tom.of('jail15')).state).toBe('open');
});

describe('a failure that is another one by now', () => {
  test('is open, whatever was said of the last', async () => {
    const { maria, tom, find, at } = team();
    find({});
    const { id } = await maria.of('jail15');
    await maria.do('acknowledge', [id]);
    find({ firstSeen: '2013-03-02T09:00:00Z' });
    at('2013-03-02T12:00:00Z');
    // Tom's app was not open in between.
    tom.reads(maria.noted, 'maria');
    expect((await tom.of('jail15')).state).toBe('open');
  });

  test('so is one that went out of reach again, minutes after', async () => {
    const { tom, find, at } = team();
    const gone = { cause: 'unreachable' as const, firstSeen: '2013-02-28T11:58:00Z' };
    find(gone);
    const { id } = await tom.of('jail15');
    tom.reads(
      [
        {
          action: 'acknowledge',
          machine: 'jail15',
          message: '',
          more: { failures: id, moment: '2013-02-28T11:59:00Z' },
        },
      ],
      'maria',
    );
    expect((await tom.of('jail15')).state).toBe('acknowledged');
    at('2013-02-28T12:10:00Z');
    find();
    expect((await tom.of('jail15')).state).toBe('resolved');
    at('2013-02-28T12:15:00Z');
    find({ ...gone, firstSeen: '2013-02-28T12:15:00Z' });
    expect((await tom.of('jail15')).state).toBe('open');
  });
});

describe('where it is told', () => {
  test('one line a server for many, which names each', async () => {
    const { maria, tom, find } = team();
    find({}, { host: 'jail16' }, { host: 'virt9' });
    const ids = (await maria.list()).map(({ id }) => id);
    await maria.do('acknowledge', [...ids, 'gone-0'], { reason: 'a new disk' });
    expect(maria.noted.map(({ machine, message }) => [machine, message])).toEqual([
      ['jail15', 'acknowledged “jail15: the night failed” and 1 other failure: jail15, jail16: a new disk'],
      ['virt9', 'acknowledged “virt9: the night failed”: a new disk'],
    ]);
    tom.reads(maria.noted.slice(0, 1), 'maria');
    expect((await tom.list()).map(({ host, state }) => [host, state]).sort()).toEqual([
      ['jail15', 'acknowledged'],
      ['jail16', 'acknowledged'],
      ['virt9', 'open'],
    ]);
  });

  test('in lines that are written at once, of very many', async () => {
    const { maria, find } = team();
    find(...Array.from({ length: 1000 }, (_, index) => ({ path: `/data/${index}` })));
    const ids = (await maria.list()).map(({ id }) => id);
    await maria.do('take', ids);
    const lengths = maria.noted.map(({ message, more }) => JSON.stringify([message, more]).length);
    expect(Math.max(...lengths)).toBeLessThan(4096);
    expect(lengths).toHaveLength(17);
  });

  test('of a server that is out of reach on another one; else each server settles only its own', async () => {
    const { maria, tom, find, out } = team();
    find({ host: 'backup2', cause: 'unreachable' }, { host: 'virt9' });
    const ids = (await maria.list()).map(({ id }) => id);
    out.add('backup2');
    await maria.do('take', ids);
    expect(maria.noted.map(({ machine }) => machine)).toEqual(['backup1']);
    out.clear();
    tom.reads(maria.noted, 'maria', 'backup1');
    expect((await tom.list()).flatMap(({ taken }) => taken ?? [])).toEqual([]);
    out.add('backup2');
    expect(
      (await tom.list())
        .filter(({ taken }) => taken?.by === 'maria')
        .map(({ host }) => host)
        .sort(),
    ).toEqual(['backup2', 'virt9']);
  });

  test('and says of what no server has yet that colleagues don’t see it', async () => {
    const { maria, find } = team();
    find({}, { host: 'virt9' });
    const { id } = await maria.of('virt9');
    await maria.do('take', [id]);
    const [act] = maria.noted;
    maria.unsent.push({ machine: 'virt9', action: { ...act?.more, at: '', by: 'maria', action: 'take' } });
    expect((await maria.list()).map(({ host, unshared }) => [host, unshared])).toEqual([
      ['jail15', undefined],
      ['virt9', true],
    ]);
  });
});
