import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attacked } from './attacked.ts';
import { runId } from './gated.ts';

const attack = attacked();

/** What whoever is root on a host tries; what each was refused for is on record, with where it came from. */
test('every kind of attack is refused and recorded', async () => {
  const { estate } = attack;
  const planted = attack.folder('planted', { f: 'x' });
  symlinkSync(join(estate.server, 'data/jail16/0'), join(planted, 'x'));
  const evil = attack.folder('evil', { f: 'evil' });
  const session = await attack.inProgress();
  const ask = (verb: string, fields: Record<string, string>) => () =>
    estate.ask([['verb', verb], ['backupdir', '/data/jail15'], ['run', session.run], ...Object.entries(fields)]);
  const send =
    (entry: string, kind = 'directory', options?: string[]) =>
    () =>
      estate.send(evil, attack.receiveOf(entry, kind), options);
  expect(estate.send(planted, attack.receiveOf('/mnt/data'))).toMatchObject({ exitCode: 0 });

  const attacks: [string, () => { exitCode: number | null }, RegExp][] = [
    [
      'reading another host’s nights',
      ask('links', { backupdir: '/data/jail16', entry: '/etc' }),
      /for \/data\/jail15 only/,
    ],
    ['fetching what was held for another', ask('fetch', { hold: '../../../jail16/0', name: 'etc' }), /no proper id/],
    ['running a command', () => estate.ask([], '', 'id'), /nothing but/],
    ['another verb', ask('exec', { path: '/bin/sh' }), /can't ask for exec/],
    ['changing a night by writing an entry again', send('/mnt/data'), /has been received/],
    ['through a symlink', send('/mnt/data/x/etc'), /a symlink or a file/],
    ['by ..', send('/mnt/../../0/etc'), /not a full path/],
    ['over what is Nightkeep’s own', send('/.nightkeep/holds'), /kept for Nightkeep/],
    ['by rsync’s options', send('/srv', 'directory', ['-aH', '--inplace']), /which is not allowed/],
    ['by making rsync send', send('/srv', 'directory', ['-aH', '--remote-option=--sender']), /which is not allowed/],
    [
      'as a run that is none',
      ask('receive', { run: runId(), entry: '/srv', words: '--server\n.\n' }),
      /not in progress/,
    ],
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
  // Deleting a night: by what a session is told, and after it is published.
  await session.tell('entry', { path: '/mnt/data', state: 'good', files: '3', bytes: '1' });
  const before = estate.refusals().length;
  expect(send('/srv')().exitCode).toBe(0);
  await session.tell('entry', { path: '/../0', state: 'missing' });
  await session.end();
  expect(estate.refusals().slice(before)).toMatchObject([{ message: expect.stringMatching(/can't be an entry/) }]);
});
