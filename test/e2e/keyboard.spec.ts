import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Tab, until the focus is on it or in it. */
async function tabTo(page: Page, target: Locator, most = 60): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < most; presses++) {
    if (await target.evaluate((element) => element.contains(document.activeElement))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${target}`);
}

test('a restore without a mouse, from nights that the old script left', async ({ page, demo, customerPage }) => {
  await customerPage.shell.find('col00342');
  await expect(customerPage.heading).toHaveText('col00342');
  await tabTo(page, customerPage.calendar);
  // The newest night has the focus: this one and the one before it.
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(customerPage.calendar.locator('[aria-selected="true"]')).toHaveCount(2);
  await tabTo(page, customerPage.files);
  await expect(customerPage.row('etc')).toBeVisible();
  await page.keyboard.press('e');
  await page.keyboard.press('Enter');
  await expect(customerPage.row('passwd')).toBeVisible();
  // A letter goes to the next name that begins with it: periodic, then passwd.
  await page.keyboard.press('p');
  await page.keyboard.press('p');
  await page.keyboard.press('Space');
  await expect(customerPage.files.getByRole('checkbox', { name: 'Tick passwd' })).toBeChecked();
  await expect(customerPage.files.getByRole('checkbox', { checked: true })).toHaveCount(1);
  // Nothing comes to a button before it can be pressed, which is when its plan is there.
  await expect(customerPage.restore).toBeEnabled();
  await tabTo(page, customerPage.restore);
  await page.keyboard.press('Enter');
  await expect(customerPage.reply).toBeVisible();
  await tabTo(page, customerPage.copyReply);
  await page.keyboard.press('Enter');
  const [restored] = (await demo.call('restore.list', { customer: 'col00342' })).restores;
  const reply = await page.evaluate(() => navigator.clipboard.readText());
  expect(reply).toBe(restored?.reply);
  expect(restored?.tarballs).toHaveLength(1);
});
