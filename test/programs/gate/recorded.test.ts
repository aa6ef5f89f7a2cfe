import { expect, test } from 'vitest';
import { attacked } from './attacked.ts';
import { runId } from './gated.ts';

const attack = attacked();

/** What whoever is root on a host tries; what each was refused for is on record, with where it came from. */
test('every kind of attack is refused and recorded', async () => {
  const { estate } = attack;
  const evil = attack.folder('evil', { f: 'evil' });
  const session = await attack.inProgress();
  const ask = (verb: string, fields: Record<string, string>) => () =>
    estate.ask([['verb', verb], ['backupdir', '/data/jail15'], ['run', session.run], ...Object.entries(fields)]);
  const send = (kind: string, options?: string[]) => () => estate.send(evil, attack.receive(kind), options);
  expect(send('patch')()).toMatchObject({ exitCode: 0 });

  const attacks: [string, () => { exitCode: number | null }, RegExp][] = [
    [
      'reading another host’s nights',
      ask('fetch', { backupdir: '/data/jail16', hold: 'x', name: 'y' }),
      /for \/data\/jail15 only/,
    ],
    ['fetching what was held for another', ask('fetch', { hold: '../../../jail16/0', name: 'etc' }), /no proper id/],
    ['running a command', () => estate.ask([], '', 'id'), /nothing but/],
    ['another verb', ask('exec', { path: '/bin/sh' }), /can't ask for exec/],
    ['receiving twice', send('patch'), /has not taken its place/],
    ['receiving in another way', send('directory'), /nothing of the kind directory/],
    ['writing into what it compares with', send('compare'), /which is not allowed/],
    ['comparing as it likes', send('compare', ['-naH']), /tells what is gone/],
    ['by rsync’s options', send('patch', ['-aH', '--inplace']), /which is not allowed/],
    ['by making rsync send', send('patch', ['-aH', '--remote-option=--sender']), /which is not allowed/],
    ['by an rsync that tells more', send('patch', ['-aHvv']), /which is not allowed/],
    ['with filters of its own', send('patch', ['-aH', '--delete', '--filter=: /etc/passwd']), /which is not allowed/],
    ['as a run that is none', ask('receive', { run: runId(), kind: 'patch', word: '--server' }), /not in progress/],
    [
      'as a run of another day',
      () =>
        estate.ask([
          ['verb', 'session'],
          ['backupdir', '/data/jail15'],
          ['run', '../x'],
          ['date', ''],
        ]),
      /no proper id/,
    ],
  ];
  for (const [what, perform, message] of attacks) {
    const before = estate.refusals().length;
    expect(perform().exitCode, what).not.toBe(0);
    const recorded = estate.refusals().slice(before);
    expect(recorded, what).toEqual([
      expect.objectContaining({ host: 'jail15', from: '192.0.2.7', message: expect.stringMatching(message) }),
    ]);
  }
  // Deleting a night: by what a session is told.
  const before = estate.refusals().length;
  await session.list('leaving', ['../0/mnt/data/a']);
  await session.end();
  expect(estate.refusals().slice(before)).toMatchObject([{ message: expect.stringMatching(/no proper names/) }]);
});
