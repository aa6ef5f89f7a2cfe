import type { Page } from '@playwright/test';
import axe from 'axe-core';
import { annasSite, expect, test } from './screens.ts';

const screens = ['/tonight', '/customers', '/customers/col00214', annasSite, '/customers/col00420', '/hosts'];
screens.push(
  '/hosts/jail15',
  '/hosts/jail15/runs/2013-02-28',
  '/hosts/virt10/runs/2013-02-22',
  '/holds',
  '/activity',
  '/settings',
);

/** What axe finds, a line a rule and node. Its rules of AA, and what it calls best practice. */
async function complaintsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}

for (const scheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any screen, in the ${scheme}`, async ({ open, page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const screen of screens) {
      await open(screen);
      await expect(page.getByRole('main').getByRole('status').filter({ hasText: '…' })).toHaveCount(0);
      expect(await complaintsOf(page), screen).toEqual([]);
    }
    await open(annasSite);
    await page.getByRole('textbox', { name: 'Ticket' }).fill('#48213');
    await page.getByRole('button', { name: 'Another ticket' }).click();
    await expect(page.getByRole('group', { name: 'Restores of this customer' })).toBeVisible();
    expect(await complaintsOf(page), 'two tickets').toEqual([]);
  });
}
