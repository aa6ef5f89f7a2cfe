import { describe, expect, test } from 'vitest';
import { type CommandName, commands, type Job } from '../../../src-main/contract/index.ts';
import type { Act } from '../../../src-main/features/actions.ts';
import { notingActs } from '../../../src-main/features/acts.ts';
import type { Handlers } from '../../../src-main/features/feature.ts';
import { job } from '../renderer/builders.ts';

const caller = { by: 'anna@desk7' };

/** Every command's answer, given by hand; what is noted of it is told. */
function noting(answers: Partial<Record<CommandName, unknown>>, jobs: Record<string, Job> = {}) {
  const noted: (Act & { by: string })[] = [];
  const all = Object.fromEntries(Object.keys(commands).map((name) => [name, () => answers[name as CommandName] ?? {}]));
  const acts = notingActs(
    all as unknown as Handlers<CommandName>,
    (act, by) => noted.push({ ...act, by }),
    (id) => jobs[id] as Job,
  );
  const call = (name: CommandName, input: unknown) =>
    (acts.handlers[name] as (input: unknown, caller: { by: string }) => unknown)(input, caller);
  return { noted, call, acts };
}

const ended = (more: Partial<Job>): Job => job({ id: 'j1', steps: [], finishedAt: '2013-02-28T19:00:00Z', ...more });

describe('what staff do', () => {
  test('is noted or known to be none of the log’s, command by command', () => {
    const plain = Object.fromEntries(Object.keys(commands).map((name) => [name, () => ({})])) as unknown;
    const { handlers } = notingActs(
      plain as Handlers<CommandName>,
      () => {},
      () => ended({}),
    );
    const before = new Map<string, unknown>(Object.entries(plain as object));
    const isNoted = (name: string) => new Map<string, unknown>(Object.entries(handlers)).get(name) !== before.get(name);
    expect(isNoted('config.save')).toBe(true);
    // They note themselves, on the server and in one step with what they do.
    const byThemselves = [
      'restore.start',
      'holds.create',
      'holds.extend',
      'holds.release',
      'holds.prove',
      'gate.install',
      'digest.test',
      'digest.due',
      'failures.triage',
      'failures.acknowledge',
      'failures.snooze',
      'failures.reopen',
    ];
    // What is this person's alone, and what only looks.
    const personal = [
      'fleet.save',
      'teamFleet.takeOver',
      'secrets.provide',
      'questions.answer',
      'jobs.cancel',
      'notices.set',
      'digest.set',
      'notices.test',
      'replies.set',
      'replies.choose',
      'machines.meetNew',
    ];
    const looks =
      /\.(info|get|list|status|pending|search|read|check|changed|compare|compareNow|history|preview|plan|planHold|customers|probe|folders|refresh|meet|sshAliases|readList|propose|show|compose)$/;
    const forgotten = Object.keys(commands).filter(
      (name) => !isNoted(name) && !looks.test(name) && ![...byThemselves, ...personal].includes(name),
    );
    expect(forgotten).toEqual([]);
  });

  test('of trusting many keys is one line, with each of them in it', async () => {
    const { noted, call } = noting({});
    const keys = ['jail15', 'jail17'].map((machine) => ({ machine, fingerprint: `SHA256:${machine}` }));
    await call('hostKeys.trustAll', { keys });
    await call('hostKeys.trustAll', { keys: keys.slice(0, 1) });
    expect(noted.map(({ machine, message }) => [machine, message])).toEqual([
      ['jail15', 'trusted the host keys of 2 machines'],
      ['jail15', 'trusted the host key of jail15: SHA256:jail15'],
    ]);
    expect(noted[0]?.more).toEqual({ keys: 'jail15 SHA256:jail15\njail17 SHA256:jail17' });
  });

  test('to a backup.config has who, the ticket and the difference', async () => {
    const change = { added: 1, removed: 0, lines: '+## ENTRY /www' };
    const { noted, call } = noting({ 'config.save': { revision: 'r', change } });
    await call('config.save', { host: 'jail15', text: '', revision: 'q', ticket: '#1' });
    expect(noted).toEqual([
      expect.objectContaining({
        by: 'anna@desk7',
        action: 'config-save',
        machine: 'jail15',
        ticket: '#1',
        message: 'saved backup.config: 1 line added, 0 removed',
        more: { diff: '+## ENTRY /www' },
      }),
    ]);
  });

  test('is not noted where nothing changed, or where one only looked what would be done', async () => {
    const { noted, call, acts } = noting(
      { 'config.save': { change: { added: 0, removed: 0, lines: '' } }, 'hosts.install': { jobId: 'j1' } },
      { j1: ended({ command: 'hosts.install', state: 'running', finishedAt: undefined }) },
    );
    await call('config.save', { host: 'jail15', text: '', revision: '' });
    await call('hosts.install', { host: 'jail15', dryRun: true, remove: false });
    acts.jobChanged(
      ended({ state: 'done', outcome: { changed: true, steps: [], schedule: '1 2 * * *', dryRun: true } }),
    );
    expect(noted).toEqual([]);
  });

  test.each([
    [{ state: 'done', outcome: { runId: 'r', state: 'warning', entries: [1, 2] } }, 'by hand: warning, 2 entries'],
    [{ state: 'failed', error: { code: 'unreachable', message: 'it is off' } }, 'which failed: it is off'],
    [{ state: 'cancelled' }, 'cancelled it'],
  ] as [Partial<Job>, string][])('to a host by hand is noted with how it ended: %j', async (end, words) => {
    const { noted, call, acts } = noting(
      { 'runs.start': { jobId: 'j1' } },
      { j1: ended({ state: 'running', finishedAt: undefined }) },
    );
    await call('runs.start', { host: 'jail15' });
    expect(noted).toEqual([]);
    acts.jobChanged(ended(end));
    acts.jobChanged(ended(end));
    expect(noted).toEqual([expect.objectContaining({ action: 'run', host: 'jail15', by: 'anna@desk7' })]);
    expect(noted[0]?.message).toContain(words);
  });

  test('by a job that ended before its id was known is noted, too', async () => {
    const outcome = { server: 'backup2', version: '0.1.0-abc', files: [] };
    const { noted, call } = noting(
      { 'repository.publish': { jobId: 'j1' } },
      { j1: ended({ state: 'done', outcome }) },
    );
    await call('repository.publish', {});
    expect(noted).toEqual([expect.objectContaining({ action: 'publish', machine: 'backup2' })]);
  });
});
