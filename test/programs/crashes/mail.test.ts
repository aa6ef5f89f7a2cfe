import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nightSource } from '../../../src-main/programs/night/night.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { MailSink, writeSendmail } from '../../support/nights/mail-sink.ts';
import { waitUntilGone } from '../../support/nights/processes.ts';
import { Rig } from '../../support/nights/rig.ts';

const support = 'support@example.com';
const customer = '/mnt/data1/69.55.238.98-col00214-DIR';

async function withMail(options: { refuse?: boolean } = {}) {
  const folder = testFolder();
  const sink = await MailSink.start(options);
  onTestFinished(() => sink.stop());
  const rig = new Rig(folder);
  writeSendmail(join(folder, 'bin-host'), sink.port);
  let day = 0;
  /** The night of the next day. */
  const night = () => {
    day += 1;
    const at = new Date(Date.UTC(2026, 0, day, 8));
    const date = at.toISOString().slice(0, 10);
    return rig.run({ at, date, supportAddress: support, customerPatterns: ['-(?<customer>col\\d{5})-DIR'] });
  };
  const put = (path: string) => {
    fs.mkdirSync(dirname(rig.hostRoot + path), { recursive: true });
    fs.writeFileSync(rig.hostRoot + path, path);
  };
  return { rig, sink, night, put };
}

test('a good night sends nothing', async () => {
  const { rig, sink, night, put } = await withMail();
  put(`${customer}/etc/passwd`);
  rig.configure([`${customer}/etc`]);
  expect((await night()).result?.state).toBe('good');
  expect(sink.messages).toEqual([]);
});

test('entries that are not there: one message, with all that support needs to act', async () => {
  const { rig, sink, night, put } = await withMail();
  for (const entry of ['etc', 'www', 'home']) put(`${customer}/${entry}/file`);
  rig.configure([`${customer}/etc`, `${customer}/www`, `${customer}/home`]);
  expect((await night()).result?.state).toBe('good');
  fs.rmSync(`${rig.hostRoot}${customer}/www`, { recursive: true });
  fs.renameSync(`${rig.hostRoot}${customer}/home`, `${rig.hostRoot}${customer}/usr-home`);
  fs.symlinkSync('usr-home', `${rig.hostRoot}${customer}/home`);
  expect((await night()).result?.state).toBe('warning');
  expect((await night()).result?.state).toBe('warning');

  expect(sink.messages).toHaveLength(2);
  const [first, second] = sink.messages;
  expect(first?.to).toEqual([support]);
  expect(first?.header('To')).toBe(support);
  expect(first?.header('From')).toContain('backup@jail15.example');
  expect(first?.header('Subject')).toContain('jail15');
  expect(first?.header('Content-Type')).toContain('charset=UTF-8');
  expect(first?.header('Auto-Submitted')).toBe('auto-generated');
  for (const message of [first, second]) {
    expect(message?.body).toContain(`${customer}/www`);
    expect(message?.body).toContain('does not exist');
    expect(message?.body.match(/Customer: .*/g)).toEqual(['Customer: col00214', 'Customer: col00214']);
    expect(message?.body).toContain(`${customer}/home is a symlink to usr-home`);
    expect(message?.body).toContain('Last good night: 2026-01-01');
    expect(message?.body).toMatch(/leaves rotation in \d nights/);
    expect(message?.body).toContain('What to do: ');
    expect(message?.body).not.toContain(`  ${customer}/etc\n`);
    // Readable: whole lines of text, nothing of the wire.
    expect(message?.body).not.toMatch(/\t|=\n|\\n/);
  }
  expect(first?.body).toContain('2026-01-02');
  expect(second?.body).toMatch(/Since: 2026-01-02.*2 nights/);
});

test('a path can put nothing into the message but itself', async () => {
  const { rig, sink, night, put } = await withMail();
  put('/etc/file');
  rig.configure(['/etc', '/srv/.\r\nBcc: all@example.com', '/srv/\x1b[31m']);
  await night();
  expect(sink.messages).toHaveLength(1);
  expect(sink.messages[0]?.to).toEqual([support]);
  expect(sink.messages[0]?.header('Bcc')).toBeUndefined();
});

test('a run that failed: what broke, and that no night is lost', async () => {
  const { rig, sink, night, put } = await withMail();
  put('/etc/file');
  put(`${customer}/etc/passwd`);
  rig.configure(['/etc', `${customer}/etc`]);
  expect((await night()).result?.state).toBe('good');
  fs.renameSync(`${rig.serverRoot}/data`, `${rig.serverRoot}/unmounted`);
  expect((await night()).exitCode).toBe(1);
  expect(sink.messages).toHaveLength(1);
  const [message] = sink.messages;
  expect(message?.header('Subject')).toMatch(/jail15.*failed/);
  expect(message?.body).toContain('/data/jail15');
  expect(message?.body).toContain('\nCustomers: col00214\n');
  expect(message?.body).toContain('What to do: ');
});

test.each([
  ['refuses the message', true],
  ['is not there', false],
])('a mail server that %s fails no night, and the run says so', async (_, refuse) => {
  const { rig, sink, night, put } = await withMail({ refuse });
  if (!refuse) await sink.stop();
  put('/etc/file');
  rig.configure(['/etc', '/not there']);
  const outcome = await night();
  expect(outcome).toMatchObject({ exitCode: 0, error: undefined, stderr: '' });
  expect(outcome.result?.state).toBe('warning');
  const notes = outcome.events.filter(({ name }) => name === 'note').map(({ fields }) => fields.message);
  expect(notes).toContainEqual(expect.stringContaining(support));
});

/** The messages of a run by which a program says what it did, in spite of which it ended well. */
const notesOf = (outcome: Awaited<ReturnType<Rig['run']>>) => {
  expect(outcome).toMatchObject({ exitCode: 0, error: undefined });
  expect(outcome.result?.state).toBe('warning');
  return outcome.events.filter(({ name }) => name === 'note').map(({ fields }) => fields.message);
};

test('a host without a sendmail, or whose sendmail is broken or never ends, has its night all the same', async () => {
  const folder = testFolder();
  // As nobody waits two minutes here for a mail server that does not answer; and the machine's own is none of a test's.
  const source = nightSource
    .replace('nk_mail_seconds=120', 'nk_mail_seconds=1')
    .replace('for nk_candidate in /usr/sbin/sendmail /usr/lib/sendmail', 'for nk_candidate in');
  expect(source).not.toContain('/usr/sbin/sendmail');
  const rig = new Rig(folder, { source });
  fs.mkdirSync(`${rig.hostRoot}/etc`);
  rig.configure(['/etc', '/not there']);
  const sendmail = join(folder, 'bin-host/sendmail');
  const run = () => rig.run({ supportAddress: support });
  const isThere = spawnSync('sh', ['-c', 'command -v sendmail']).status === 0;
  if (!isThere) expect(notesOf(await run())).toEqual(['nobody was told: this host has no sendmail']);
  for (const broken of [
    'echo "no such account" >&2; exit 78',
    'kill -SEGV $$',
    'exec sleep 600',
    'trap "" TERM; exec sleep 600',
  ]) {
    fs.writeFileSync(sendmail, `#!/bin/sh\n${broken}\n`, { mode: 0o755 });
    expect(notesOf(await run()), broken).toEqual([expect.stringContaining(`the message to ${support} was not taken`)]);
    expect(await waitUntilGone(rig.mark), broken).toEqual([]);
  }
});

test('a run that finds another at work tells nobody, unless that one should have ended yesterday', async () => {
  const { rig, sink, night, put } = await withMail();
  put(`${customer}/etc/passwd`);
  rig.configure([`${customer}/etc`]);
  expect((await night()).result?.state).toBe('good');
  const lock = join(rig.backupdir, '.nightkeep/lock');
  // Held by this very test, which lives.
  const stat = fs.readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1)?.split(' ')[19];
  const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').split('-')[0];
  const hold = (startedAt: string) => {
    fs.mkdirSync(lock, { recursive: true });
    const fields = `what=run\trun=other\tpid=${process.pid}\tbegan=${stat}.${boot}\tstartedAt=${startedAt}`;
    fs.writeFileSync(join(lock, 'owner'), `owner\t${fields}\n`);
  };
  hold('2026-01-02T07:00:00Z');
  const refused = await night();
  expect(refused.error).toMatchObject({
    code: 'locked',
    message: expect.stringContaining('the run other that began at 2026-01-02T07:00:00Z'),
  });
  expect(sink.messages).toEqual([]);
  // The next day it still is.
  expect((await night()).error?.code).toBe('locked');
  expect(sink.messages).toHaveLength(1);
  expect(sink.messages[0]?.body).toContain('the run other that began at 2026-01-02T07:00:00Z is at work');
  expect(sink.messages[0]?.body).toContain('Customers: col00214');
});
