import { expect, test } from './fixtures.ts';

test('a customer on disk in no backup.config is found, and said to be in no backup', async ({
  page,
  shell,
  customerPage,
}) => {
  await shell.find('col00777');
  await expect(customerPage.heading).toHaveText('col00777');
  await expect(page.getByText('not in any backup on jail11')).toBeVisible();
});

test('customers are found by id, address, host and path', async ({ page, shell }) => {
  await shell.open('Customers');
  const field = page.getByRole('searchbox', { name: 'Filter customers' });
  const ids = page.getByRole('table', { name: 'Customers' }).getByRole('rowheader');
  for (const query of ['col00214', '69.55.238.98', 'spool/postfix']) {
    await field.fill(query);
    await expect(ids).toHaveText(['col00214']);
  }
  await field.fill('virt10');
  await expect(ids).toHaveText(['col00608', 'col00614', 'col00633']);
});

test.describe('in the dark', () => {
  test.use({ colorScheme: 'dark' });

  test('every screen is dark', async ({ page, shell }) => {
    for (const screen of ['Tonight', 'Customers', 'Hosts', 'Holds', 'Activity', 'Settings'] as const) {
      await shell.open(screen);
      await expect(page.getByRole('heading', { level: 1, name: screen })).toBeVisible();
      const [red = 255] = await page.evaluate(() =>
        (getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []).map(Number),
      );
      expect(red, screen).toBeLessThan(60);
    }
  });
});
