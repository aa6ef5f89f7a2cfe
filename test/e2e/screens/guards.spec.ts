import type { Page } from '@playwright/test';
import { rewrite } from './rewrite.ts';
import { expect, test } from './screens.ts';

// Each answer here is one that no core gives: what comes in is checked where it comes in.

test('a screen that can’t be drawn says so, and all around it goes on', async ({ page, fakePage }) => {
  await rewrite(page, 'activity.list', '"at":"[^"]*"', '"at":"garbage"');
  await page.goto(`${fakePage.address}/#/activity`);
  await expect(page.getByRole('heading', { level: 1, name: 'This screen can’t be shown' })).toBeVisible();
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('Its address is /activity.');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(alert).toBeVisible();
  await page.getByRole('link', { name: 'Open Tonight' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tonight' })).toBeVisible();
  await expect(alert).toHaveCount(0);
});

/** The screen is there, and the others can be gone to. */
async function goesOn(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Tonight' })).toBeVisible();
  await page.getByRole('link', { name: 'Activity' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  await page.getByRole('link', { name: 'Tonight' }).click();
}

test('a dialog whose contents can’t be drawn says so and can be closed', async ({ page, fakePage }) => {
  await rewrite(page, 'hostKeys.pending', '"fingerprint":"[^"]*"', '"fingerprint":{}');
  await page.goto(`${fakePage.address}/?keys=2#/tonight`);
  const dialog = page.getByRole('alertdialog', { name: 'Are these really your 2 machines?' });
  await expect(dialog.getByRole('alert')).toContainText('This can’t be drawn');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
  await goesOn(page);
});

test('a dialog that can’t be drawn at all says so above the screen', async ({ page, fakePage }) => {
  await rewrite(page, 'hostKeys.pending', '"keys":\\[.*\\]', '"keys":{}');
  await page.goto(`${fakePage.address}/?keys#/tonight`);
  await expect(page.getByRole('alert')).toContainText(['The question about a machine’s key can’t be drawn']);
  await goesOn(page);
});

test('a search that can’t be drawn leaves its room, and comes back', async ({ page, fakePage }) => {
  await rewrite(page, 'customers.search', '"customers":\\[', '"customers":[null,');
  await page.goto(`${fakePage.address}/#/tonight`);
  const search = page.getByRole('searchbox', { name: 'Find a customer, host or path' });
  await search.fill('col');
  const alert = page.getByRole('banner').getByRole('alert');
  await expect(alert).toContainText('The search can’t be drawn');
  await goesOn(page);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(search).toBeVisible();
});

test('a notice that can’t be drawn leaves the others, and can be closed', async ({ page, fakePage }) => {
  await page.goto(`${fakePage.address}/#/tonight`);
  await expect(page.getByRole('heading', { level: 1, name: 'Tonight' })).toBeVisible();
  const broken = { id: 'x', host: 'jail12', cause: 'entry-failed', title: {}, message: 'x', nights: 1, fixes: [] };
  await page.evaluate((raised) => window.fake?.publish('failure.raised', raised as never), broken);
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices.getByRole('alert')).toContainText('This notice can’t be drawn');
  await notices.getByRole('button', { name: 'Close' }).click();
  await expect(notices.getByRole('alert')).toHaveCount(0);
  await goesOn(page);
});

test('what is known of the machines can’t be drawn, and the rail still leads everywhere', async ({
  page,
  fakePage,
}) => {
  await rewrite(page, 'fleet.status', '"name":"backup1"', '"name":{}');
  await page.goto(`${fakePage.address}/#/tonight`);
  const rail = page.getByRole('navigation', { name: 'Nightkeep' });
  await expect(rail.getByRole('alert')).toContainText('What is known of the machines can’t be drawn');
  await goesOn(page);
});
