import { CustomerPage } from '../pages/customer-page.ts';
import { Shell } from '../pages/shell.ts';
import { test as base, expect } from './desktop-app.ts';

const test = base.extend({ home: async ({ demo }, use) => use(demo.layout.home) });

test('a drag over the calendar restores two nights, in the desktop app', async ({ page, demo }) => {
  const customer = new CustomerPage(page, new Shell(page));
  const { nights } = await demo.call('nights.list', { customer: 'col00214' });
  const dates = nights
    .filter(({ index }) => index >= 0)
    .map(({ date }) => date)
    .sort();
  await customer.shell.find('col00214');
  await expect(customer.heading).toHaveText('col00214');
  await customer.dragOver(dates[1] as string, dates[2] as string);
  await customer.openFolder('usr', 'home', 'anna', 'www');
  await customer.tick('index.html');
  await customer.restore.click();
  await expect(customer.reply).toBeVisible();
  const { restores } = await demo.call('restore.list', { customer: 'col00214' });
  expect(restores[0]?.tarballs[0]?.path).toMatch(/\.tar\.gz$/);
});
