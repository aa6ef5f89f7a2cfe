import type { Page } from '@playwright/test';
import { annasRoot, expect, sent, test } from './screens.ts';

test('a hold that was not measured has no size, and the sum says so', async ({ open }) => {
  const page = await open('/holds');
  await expect(page.getByText('3 holds, 21 GB and 1 not measured')).toBeVisible();
  await expect(page.getByRole('row', { name: /col00551/ }).getByRole('cell', { name: '–', exact: true })).toBeVisible();
});

test('a list without what a server has says so', async ({ open }) => {
  for (const [screen, what] of [
    ['/holds', 'The holds'],
    ['/activity', 'The actions'],
  ]) {
    const page = await open(screen as string, '?down=backup1');
    const missing = page.getByRole('alert').filter({ hasText: `${what} of backup1 are not in this list.` });
    await expect(missing).toContainText('refuses the connection');
  }
});

test('a hold is released only by typing whose it is', async ({ open }) => {
  const page = await open('/holds');
  await page.getByRole('button', { name: 'Release the hold of 12 Feb of col00107' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Release 12 Feb of col00107?' });
  const release = dialog.getByRole('button', { name: 'Release' });
  await expect(release).toBeDisabled();
  await dialog.getByLabel('Type col00107 to confirm').fill('col0010');
  await expect(release).toBeDisabled();
  await dialog.getByLabel('Type col00107 to confirm').fill('col00107');
  await release.click();
  await expect(page.getByRole('row', { name: /col00107/ })).toBeHidden();
  expect(await sent(page, 'holds.release')).toEqual([{ id: 'h-20130212-g7h8i9', confirm: 'col00107' }]);
});

test('a hold is proven, and says since when', async ({ open }) => {
  const page = await open('/holds', '?tick=10');
  const row = page.getByRole('row').filter({ hasText: 'col00214' });
  await expect(row).not.toContainText('proven');
  await page.getByRole('button', { name: 'Prove the hold of 21 and 22 Feb of col00214' }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('804 files as they were');
  await expect(row).toContainText('proven 28 Feb');
  expect(await sent(page, 'holds.prove')).toEqual([{ server: 'backup1', id: 'h-20130222-d4e5f6' }]);
  // Nothing was packed of it that it could be compared with.
  await expect(page.getByRole('button', { name: 'Prove the hold of 12 Feb of col00107' })).toBeHidden();
});

test('a hold is extended from its end', async ({ open }) => {
  const page = await open('/holds');
  await page.getByRole('button', { name: 'Extend the hold of 27 Feb of col00551' }).click();
  await page.getByRole('button', { name: 'Hold until 28 Mar' }).click();
  await expect(page.getByRole('row', { name: /col00551/ })).toContainText('28 Mar');
});

const restoreHeld = (page: Page) =>
  page
    .getByRole('dialog', { name: /^Restore .*21 and 22 Feb of col00214$/ })
    .getByRole('button', { name: 'Restore', exact: true });

test('what is held is restored again once its plan was seen, and shown as any restore', async ({ open }) => {
  const page = await open('/holds');
  await page.getByRole('button', { name: 'Restore again: the hold of 21 and 22 Feb of col00214' }).click();
  const dialog = page.getByRole('dialog', { name: 'Restore 21 and 22 Feb of col00214' });
  await expect(dialog).toContainText('packed on backup1 already');
  await expect(dialog).toContainText('/col00214-2013-02-21..22.tar.gz');
  await expect(dialog).toContainText('12.4 GB free on jail15');
  await expect(dialog).toContainText('14 Mar');
  await dialog.getByRole('combobox', { name: 'Deliver to' }).selectOption('the machine Nightkeep runs on');
  await expect(dialog).toContainText('/home/anna/Downloads/col00214-2013-02-21..22.tar.gz');
  await dialog.getByRole('combobox', { name: 'Deliver to' }).selectOption('their /, as always');
  expect(await sent(page, 'restore.start')).toEqual([]);
  await restoreHeld(page).click();
  await expect(page).toHaveURL(/#\/customers\/col00214\/job\//);
  const panel = page.getByRole('region', { name: 'Restore', exact: true });
  await expect(panel.getByRole('listitem').first()).toContainText('Find the hold on backup1');
  await expect(page.getByRole('textbox', { name: 'Reply to the customer' })).toHaveValue(/21\.\.22-2\.tar\.gz/);
  expect(await sent(page, 'restore.start')).toEqual([{ hold: { server: 'backup1', id: 'h-20130222-d4e5f6' } }]);
  // What was only held says nothing of a time before.
  await page.goto(page.url().replace(/#.*/, '#/holds'));
  const held = page.getByRole('row', { name: /col00107/ });
  await expect(held.getByRole('button', { name: 'Restore: the hold of 12 Feb of col00107', exact: true })).toHaveText(
    'Restore…',
  );
});

test('a hold is looked into, and a part of it restored', async ({ open }) => {
  const page = await open('/holds');
  await page.getByRole('button', { name: 'Look inside the hold of 21 and 22 Feb of col00214' }).click();
  const dialog = page.getByRole('dialog', { name: 'Held: 21 and 22 Feb of col00214' });
  await expect(dialog.getByRole('button', { name: 'Restore what is ticked…' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'www/' }).click();
  await dialog.getByRole('button', { name: 'index.html' }).click();
  const file = dialog.getByRole('region', { name: 'index.html' });
  await expect(file).toContainText('As it was held.');
  await file.getByRole('button', { name: 'Download this file' }).click();
  await expect(file).toContainText('the same as on the server');
  await dialog.getByRole('checkbox', { name: 'Take index.html' }).check();
  await dialog.getByRole('navigation', { name: 'Folder of the hold' }).getByRole('button', { name: '/' }).click();
  await dialog.getByRole('combobox', { name: 'Night' }).selectOption('21 Feb');
  await dialog.getByRole('checkbox', { name: 'Take www/' }).check();
  await dialog.getByRole('button', { name: 'www/' }).click();
  await expect(dialog.getByRole('checkbox', { name: 'Take index.html' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Restore 2 paths…' }).click();
  await expect(page.getByRole('dialog', { name: 'Restore a part of 21 and 22 Feb of col00214' })).toContainText(
    '/www/index.html of col00214',
  );
  await restoreHeld(page).click();
  const [asked] = (await sent(page, 'restore.start')) as { parts: { paths: string[] }[] }[];
  expect(asked?.parts.map(({ paths }) => paths)).toEqual([[`${annasRoot}/www/index.html`], [`${annasRoot}/www`]]);
  const [loaded] = (await sent(page, 'files.download')) as unknown[];
  expect(loaded).toMatchObject({
    path: `${annasRoot}/www/index.html`,
    hold: { server: 'backup1', id: 'h-20130222-d4e5f6' },
  });
});

test('a customer has one restore at a time', async ({ open }) => {
  const page = await open('/holds', '?hold=Copy');
  await page.getByRole('button', { name: 'Restore again: the hold of 21 and 22 Feb of col00214' }).click();
  await restoreHeld(page).click();
  const again = page.getByRole('region', { name: 'Past restores' }).getByRole('button', { name: /^Restore again/ });
  await expect(again).toBeDisabled();
  await page.getByRole('region', { name: 'Restore', exact: true }).getByRole('button', { name: 'Cancel' }).click();
  await expect(again).toBeEnabled();
  await again.click();
  await restoreHeld(page).click();
  await expect(again).toBeDisabled();
  expect(await sent(page, 'restore.start')).toHaveLength(2);
});

test('a restore from a hold that can not be started says why', async ({ open }) => {
  const page = await open('/customers/col00214', '?fail=restore.start');
  const held = page.getByRole('region', { name: 'Held for this customer' });
  await held.getByRole('button', { name: /^Restore again/ }).click();
  await restoreHeld(page).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(held.getByRole('button', { name: /^Restore again/ })).toBeEnabled();
});

test('customers are filtered by what is typed, and the address keeps it', async ({ open }) => {
  const page = await open('/customers');
  await expect(page.getByRole('table', { name: 'Customers' }).getByRole('row')).toHaveCount(10);
  await page.getByRole('searchbox', { name: 'Filter customers' }).fill('virt10');
  await expect(page.getByRole('table', { name: 'Customers' }).getByRole('row')).toHaveCount(2);
  await expect(page).toHaveURL(/#\/search\/virt10$/);
  await page.getByRole('searchbox', { name: 'Filter customers' }).fill('nobody');
  await expect(page.getByText('Nobody matches “nobody”')).toBeVisible();
});

test('activity is filtered too', async ({ open }) => {
  const page = await open('/activity');
  await page.getByRole('searchbox', { name: 'Filter activity' }).fill('#47990');
  await expect(page.getByRole('table', { name: 'Activity' }).getByRole('row')).toHaveCount(2);
});

test('what the core refuses in the fleet stands at its field', async ({ open }) => {
  const page = await open('/settings');
  await page.getByText('jail11', { exact: true }).click();
  await page.getByLabel('Path of backup.config').first().fill('backup.config');
  await page.getByRole('button', { name: 'Save the fleet' }).click();
  await expect(page.getByLabel('Path of backup.config').first()).toHaveAccessibleDescription('an absolute path');
  await expect(page.getByText('1 field to put right')).toBeVisible();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('1 field to put right')).toBeHidden();
});

test('a pasted fleet fills the form and is not saved by itself', async ({ open }) => {
  const page = await open('/settings');
  await page.getByRole('button', { name: 'Paste a fleet' }).click();
  const json = page.getByRole('textbox', { name: 'The fleet as JSON' });
  await json.fill('not json');
  await page.getByRole('button', { name: 'Fill the form with it' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'That is not JSON' })).toBeVisible();
  await json.fill('{"fleet":{"timeZone":"UTC","servers":[{"name":"spare","ssh":{"host":"spare"}}],"hosts":[]}}');
  await page.getByRole('button', { name: 'Fill the form with it' }).click();
  await expect(page.locator('summary').filter({ hasText: 'spare' })).toBeVisible();
  expect(await sent(page, 'fleet.save')).toEqual([]);
});

test('activity speaks in words, and shows what a saved backup.config was changed by', async ({ open }) => {
  const page = await open('/activity');
  const saved = page.getByRole('row', { name: /saved backup\.config/ });
  await expect(saved).toContainText('backup.config saved');
  await saved.getByText('What changed').click();
  await expect(saved.getByRole('region', { name: 'What changed in backup.config' })).toContainText('+ ## ENTRY');
});
