import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

test('a night is kept by hand, restored from its hold, and released by naming whose it is', async ({
  page,
  demo,
  shell,
  customerPage,
}) => {
  const customer = 'col00131';
  const held = async () =>
    (await demo.call('holds.list', { customer })).holds.filter(({ reason }) => reason === 'migration');
  const { nights } = await demo.call('nights.list', { customer });
  const newest = nights.find(({ index }) => index === 0);
  if (!newest) throw new Error('no night');
  await shell.find(customer);
  await customerPage.night(newest.date).click();
  await page.getByRole('button', { name: /^Keep th/ }).click();
  await page.keyboard.type('migration');
  await page.keyboard.press('Enter');
  await expect(shell.notices).toContainText(`of ${customer}`);
  await expect(page.getByRole('region', { name: 'Held for this customer' })).toContainText('migration');
  const [hold] = await held();
  expect(hold?.nights.map(({ date }) => date)).toContain(newest.date);
  const folder = join(demo.layout.folder, hold?.server ?? '', 'data', newest.host, '.nightkeep/holds', hold?.id ?? '');
  expect(existsSync(folder)).toBe(true);

  await shell.open('Holds');
  const row = page.getByRole('row').filter({ hasText: 'migration' });
  await row.getByRole('button', { name: /^Restore/ }).click();
  const plan = page.getByRole('dialog', { name: /^Restore / });
  await expect(plan).toContainText(/free on/);
  await plan.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(customerPage.reply).toBeVisible();
  const [restored] = (await demo.call('restore.list', { customer })).restores;
  expect(restored?.holds).toEqual([hold?.id]);
  const [tarball] = restored?.tarballs ?? [];
  expect(statSync(tarball?.path ?? '').size).toBe(tarball?.bytes);
  rmSync(tarball?.path ?? '');

  await shell.open('Holds');
  await row.getByRole('button', { name: /^Release/ }).click();
  await page.getByLabel(`Type ${customer} to confirm`).fill(customer);
  await page.getByRole('button', { name: 'Release', exact: true }).click();
  await expect(page.getByRole('alertdialog')).toBeHidden();
  expect(await held()).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});
