import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

test('Back up now: a night is made while one watches, and says what it copied', async ({
  demo,
  hostPage,
  customerPage,
}) => {
  const before = (await demo.call('runs.list', { host: 'jail15' })).runs;
  await hostPage.open('jail15');
  await hostPage.backUpNow.click();
  await expect(hostPage.steps.getByRole('listitem')).toHaveText([/Connect/, /Copy the entries/, /Publish the night/]);
  await hostPage.showCopied();
  const entry = (ending: string) => hostPage.copied.getByRole('row').filter({ hasText: ending });
  await expect(entry('/usr/home of col00214')).toContainText('copied');
  await expect(entry('/www of col00214')).toContainText('not there');

  const after = (await demo.call('runs.list', { host: 'jail15' })).runs;
  const [run] = after.filter(({ runId }) => !before.some((known) => known.runId === runId));
  expect(run).toMatchObject({ host: 'jail15', server: 'backup1', state: 'warning' });
  // It is a night like any other at once.
  await customerPage.shell.find('col00214');
  await expect(customerPage.night(run?.date as string)).toHaveAttribute('aria-disabled', 'false');
});

test('an entry that is a symlink: its target is offered, checked and saved', async ({ demo, hostPage }) => {
  const path = join(demo.layout.root('jail12'), 'usr/local/jail/bin/backup.config');
  const before = readFileSync(path, 'utf8');
  await hostPage.open('jail12');
  const row = hostPage.directory('col00188-DIR/home');
  await expect(row).toContainText('symlink to /usr/home');
  await row.getByRole('button', { name: 'Use /usr/home' }).click();
  await expect(hostPage.directory('col00188-DIR/usr/home')).toContainText('there');
  await hostPage.save.click();
  await hostPage.dialog.getByRole('button', { name: 'Save to jail12' }).click();
  await expect(hostPage.shell.notices).toContainText('Saved backup.config on jail12');
  expect(readFileSync(path, 'utf8')).toBe(before.replace(/(col00188-DIR)\/home$/m, '$1/usr/home'));
});

test("somebody else's change is never lost: both versions are shown, and both are kept", async ({ demo, hostPage }) => {
  const path = join(demo.layout.root('virt10'), 'usr/local/sbin/backup.config');
  await hostPage.open('virt10');
  const container = join(demo.layout.root('virt10'), 'vz/private/69.55.240.8-col00608-DIR');
  const add = hostPage.page.getByRole('combobox', { name: 'Add a directory' });
  await add.fill(`${container}/et`);
  await expect(hostPage.page.getByRole('option', { name: 'etc/' })).toBeVisible();
  await add.press('Tab');
  await expect(add).toHaveValue(`${container}/etc/`);
  await hostPage.page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(hostPage.directory('col00608-DIR/etc')).toContainText('there');

  appendFileSync(path, `# from here on: ask Henrik\n## ENTRY ${container}/root\n`);
  await hostPage.save.click();
  await hostPage.dialog.getByRole('button', { name: 'Save to virt10' }).click();
  await expect(hostPage.dialog).toContainText('was changed by someone else');
  await hostPage.dialog.getByRole('button', { name: 'Put mine on top of theirs' }).click();
  await hostPage.save.click();
  await hostPage.dialog.getByRole('button', { name: 'Save to virt10' }).click();
  await expect(hostPage.dialog).toBeHidden();
  const saved = readFileSync(path, 'utf8');
  expect(saved).toContain('# from here on: ask Henrik\n');
  expect(saved).toContain(`## ENTRY ${container}/root\n`);
  expect(saved).toContain(`## ENTRY ${container}/etc\n`);
});

test('a directory that is not there is told as one types', async ({ demo, hostPage }) => {
  await hostPage.open('virt9');
  const missing = join(demo.layout.root('virt9'), 'vz/private/col00560/no such directory');
  await hostPage.config.fill(`${await hostPage.config.inputValue()}## ENTRY ${missing}\n`);
  await expect(hostPage.directory('col00560/no such directory')).toContainText('not there');
});
