import { annasRoot, day, expect, sent, test } from './screens.ts';

test('what was deleted since a night is taken at one press', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await day(page, /^Friday 22 February/).click();
  await page.getByRole('button', { name: 'Compare…' }).click();
  const dialog = page.getByRole('dialog', { name: 'What changed on jail15' });
  await expect(dialog.getByLabel('To')).toHaveValue('now');
  await expect(dialog).toContainText('3 files deleted, 12 changed (the mode of 2, the owner of 1), 4 added.');
  await dialog.getByRole('button', { name: 'Take what was deleted' }).click();
  await expect(dialog).toBeHidden();
  const taken = page.getByRole('list', { name: 'What is taken' });
  await expect(taken.getByRole('listitem')).toHaveText([/shop\/img\/0\.jpg22 Feb/, /1\.jpg/, /2\.jpg/]);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Reply to the customer' })).toBeVisible();
  const [asked] = (await sent(page, 'restore.start')) as { selections: { paths: string[] }[] }[];
  expect(asked?.selections.flatMap(({ paths }) => paths)).toEqual(
    [0, 1, 2].map((i) => `${annasRoot}/shop/img/${i}.jpg`),
  );
});

test('two nights are compared folder by folder, by keys alone', async ({ open }) => {
  const page = await open('/customers/col00214/nights/2013-02-22..2013-02-24');
  await page.getByRole('button', { name: 'Compare…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'What changed on jail15' });
  await expect(dialog).toContainText('3,600 files deleted');
  const changes = dialog.getByRole('table', { name: 'Changes' });
  await expect(changes.getByRole('row', { name: /cgi-bin/ })).toContainText(/^mode, owner/);
  await expect(changes.getByRole('row', { name: /config\.php/ })).toContainText(/^changed, mode/);
  await dialog.getByRole('button', { name: 'shop/' }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('code')).toHaveText('/shop');
  await expect(dialog.getByRole('button', { name: 'img/' })).toBeVisible();
  await dialog.getByRole('button', { name: 'One folder up' }).click();
  await expect(dialog.getByRole('code')).toHaveText('/');
  const asked = (await sent(page, 'nights.compare')) as { from: string; to: string; path: string }[];
  expect(asked.map(({ path }) => path)).toEqual([annasRoot, `${annasRoot}/shop`]);
  expect(asked[0]?.from).toMatch(/^20130222/);
  expect(asked[0]?.to).toMatch(/^20130224/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('comparing with the host can be cancelled, and is when the dialog closes', async ({ open }) => {
  const page = await open('/customers/col00214', '?hold=List+the+host&tick=10');
  await page.getByRole('button', { name: 'Compare…' }).click();
  const dialog = page.getByRole('dialog', { name: 'What changed on jail15' });
  await expect(dialog).toContainText('List the host…');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => sent(page, 'jobs.cancel')).toHaveLength(1);
});
