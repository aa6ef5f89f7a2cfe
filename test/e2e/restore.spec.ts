import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nastyNames } from '../support/fleet/content/nasty.ts';
import { annasFile, annasSite } from '../support/fleet/story.ts';
import { expect, test } from './fixtures.ts';

const customer = 'col00214';
const root = (layout: { root: (machine: string) => string }) =>
  join(layout.root('jail15'), 'mnt/data1/69.55.238.98-col00214-DIR');

test('a customer deleted their site: two nights of it come back, proven whole', async ({
  page,
  demo,
  shell,
  customerPage,
}) => {
  // The second and the third of the nights: the page changed on the second, and nothing on the third.
  const { nights } = await demo.call('nights.list', { customer });
  const dates = nights
    .filter(({ index }) => index >= 0)
    .map(({ date }) => date)
    .sort();
  const [second, third] = [dates[1] as string, dates[2] as string];

  await shell.find(customer);
  await expect(customerPage.heading).toHaveText(customer);
  await expect(page.getByText('7 directories backed up')).toBeVisible();
  await customerPage.dragOver(second, third);
  await expect(customerPage.night(second)).toHaveAttribute('aria-selected', 'true');
  await expect(customerPage.night(third)).toHaveAttribute('aria-selected', 'true');
  await customerPage.openFolder('usr', 'home', 'anna', 'www');
  await expect
    .poll(async () => (await customerPage.versions('index.html')).slice(0, 6))
    .toEqual(['A', 'B', 'B', 'C', 'C', 'C']);
  expect((await customerPage.versions('cgi-bin')).at(-1)).toBe('gone');

  await customerPage.tick('cgi-bin', 'index.html');
  await page.getByRole('textbox', { name: 'Ticket' }).fill('#48213');
  await customerPage.restore.click();
  await expect(customerPage.steps.getByRole('listitem')).toHaveCount(4);
  await expect(customerPage.reply).toBeVisible();
  await customerPage.copyReply.click();
  const reply = await page.evaluate(() => navigator.clipboard.readText());
  expect(reply).toContain('.tar.gz');

  const [restored] = (await demo.call('restore.list', { customer })).restores;
  const [tarball] = restored?.tarballs ?? [];
  if (!tarball || !restored) throw new Error('no restore is listed');
  expect(reply).toContain(tarball.inCustomer);
  expect(restored.ticket).toBe('#48213');
  // The tarball lies in the customer's own `/`, is what was said, and holds what those nights held.
  expect(tarball.path).toBe(join(root(demo.layout), tarball.inCustomer));
  const bytes = readFileSync(tarball.path);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(tarball.sha256);
  const { restores } = await demo.call('restore.list', { customer });
  expect(
    readdirSync(root(demo.layout))
      .filter((name) => name.includes('.tar'))
      .sort(),
    'nothing half-done',
  ).toEqual(restores.flatMap(({ tarballs }) => tarballs.map(({ inCustomer }) => inCustomer.slice(1))).sort());
  const unpacked = mkdtempSync(join(tmpdir(), 'nk-e2e-tar-'));
  try {
    execFileSync('tar', ['xzpf', tarball.path, '-C', unpacked]);
    expect(readdirSync(unpacked).sort()).toEqual([second, third]);
    for (const date of [second, third]) {
      expect(readFileSync(join(unpacked, date, annasSite, 'index.html'))).toEqual(annasFile('index.html', 1));
      expect(existsSync(join(unpacked, date, annasSite, 'cgi-bin/contact.pl'))).toBe(true);
      expect(existsSync(join(unpacked, date, annasSite, 'orders.db')), 'only what was ticked').toBe(false);
    }
    const [one, other] = [second, third].map((date) => lstatSync(join(unpacked, date, annasSite, 'index.html')).ino);
    expect(one, 'the same file in both nights is stored once').toBe(other);
  } finally {
    rmSync(unpacked, { recursive: true });
  }

  // Rotation can't take those nights away: they are held on the server.
  const { holds } = await demo.call('holds.list', { customer });
  const held = holds.find(({ id }) => restored.holds.includes(id));
  expect(held).toMatchObject({ server: 'backup1', customer });
  expect(held?.nights.map(({ date }) => date).sort()).toEqual([second, third]);
});

test('what comes back is what was there: every odd name, link, mode, owner and time', async ({
  page,
  demo,
  shell,
  customerPage,
}) => {
  const { nights } = await demo.call('nights.list', { customer });
  const newest = nights.find(({ index }) => index === 0);
  if (!newest) throw new Error('no night');
  // A date is taken with all its nights: it has two as soon as another test has pressed Back up now on a day that had
  // its night before.
  const taken = nights.filter(({ index, date }) => index >= 0 && date === newest.date);
  await shell.find(customer);
  await customerPage.night(newest.date).click();
  await customerPage.tick('root');
  await customerPage.restore.click();
  await expect(customerPage.reply).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'Verify, done' })).toBeVisible();

  const [restored] = (await demo.call('restore.list', { customer })).restores;
  const [tarball] = restored?.tarballs ?? [];
  if (!restored || !tarball) throw new Error('no restore is listed');
  await expect(customerPage.reply).toHaveValue(restored.reply);
  const unpacked = mkdtempSync(join(tmpdir(), 'nk-e2e-tar-'));
  try {
    execFileSync('tar', ['xzpf', tarball.path, '-C', unpacked]);
    const folders = readdirSync(unpacked);
    expect(folders.map((name) => name.slice(0, 10))).toEqual(taken.map(({ date }) => date));
    for (const folder of folders) {
      const files = join(unpacked, folder, 'root');
      // Nothing in it has changed since. rsync tells every difference, and says nothing where there is none.
      const compare = ['-nacHAXi', '--delete', `${root(demo.layout)}/root/`, `${files}/`];
      expect(execFileSync('rsync', compare).toString(), folder).toBe('');
      expect(readdirSync(join(files, 'kept as they came')).length).toBeGreaterThan(nastyNames.length);
    }
  } finally {
    rmSync(unpacked, { recursive: true });
  }
});
