import { annasRoot, expect, sent, test } from './screens.ts';

test('the heat map tells each night by name, not by colour alone', async ({ open }) => {
  const page = await open('/tonight');
  const map = page.getByRole('table', { name: 'Nights of all hosts' });
  await expect(map.getByRole('cell', { name: 'jail15, 28 Feb, warning, 1 entry missing' })).toBeVisible();
  await expect(map.getByRole('cell', { name: 'jail17, 27 Feb, missed' })).toBeVisible();
  await expect(page.getByText('3 good · 2 warning · 1 missed · 1 running · 1 unknown')).toBeVisible();
  await map.getByRole('cell', { name: 'jail12, 18 Feb, warning' }).hover();
  await expect(page.getByRole('tooltip')).toContainText('Monday 18 February 2013');
});

test('a failure leads to its fix, made but not saved', async ({ open }) => {
  const page = await open('/tonight');
  const item = page.getByRole('listitem', { name: 'jail15: a directory to back up is not there' });
  await item.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'jail15' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'As it will be saved' })).toContainText(`- ## ENTRY ${annasRoot}/www`);
  expect(await sent(page, 'config.save')).toEqual([]);
});

test('acknowledged and snoozed failures leave the list', async ({ open }) => {
  const page = await open('/tonight');
  const missed = page.getByRole('listitem', { name: 'jail17: no result' });
  await page.getByRole('button', { name: 'More for jail17: no result' }).click();
  await page.getByRole('menuitem', { name: 'Acknowledge' }).click();
  await expect(missed).toBeHidden();
  await page.getByRole('button', { name: 'More for virt9: far fewer files than the night before' }).click();
  await page.getByRole('menuitem', { name: 'Snooze for 1 week' }).click();
  await expect(page.getByText('3 failures acknowledged or snoozed')).toBeVisible();
  const [snoozed] = (await sent(page, 'failures.snooze')) as { until: string }[];
  // A week after the core's now, whatever this machine's clock says.
  expect(snoozed?.until).toMatch(/^2013-03-07T18:(29|30)/);
});

test('two nights are compared where one lost most of its files', async ({ open }) => {
  const page = await open('/tonight');
  await page.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'virt9: 27 Feb beside 28 Feb' });
  await expect(dialog).toContainText('3,600 files deleted, 12 changed, 4 added.');
});
