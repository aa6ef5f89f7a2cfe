import { test as base, expect } from '@playwright/test';
import { watchForComplaints } from './complaints.ts';
import { type Demo, startDemo } from './demo.ts';
import { CustomerPage } from './pages/customer-page.ts';
import { HostPage } from './pages/host-page.ts';
import { Shell } from './pages/shell.ts';
import { TonightPage } from './pages/tonight-page.ts';

interface Fixtures {
  shell: Shell;
  customerPage: CustomerPage;
  hostPage: HostPage;
  tonightPage: TonightPage;
}

/** Everything here runs on one demo fleet; a test that changes it says what it leaves. */
export const test = base.extend<Fixtures, { demo: Demo }>({
  demo: [
    async ({ browser }, use) => {
      const demo = await startDemo({ small: true });
      const page = await browser.newPage();
      await page.goto(demo.url);
      await new TonightPage(page, new Shell(page)).untilWhole();
      await page.close();
      await use(demo);
      await demo.stop();
    },
    { scope: 'worker', timeout: 900_000 },
  ],
  page: async ({ page }, use) => {
    const complaints = watchForComplaints(page);
    await use(page);
    expect(complaints, 'what the page complained of').toEqual([]);
  },
  shell: async ({ page, demo }, use) => {
    await page.goto(demo.url);
    // The page is loaded before the app in it listens to keys.
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await use(new Shell(page));
  },
  customerPage: async ({ page, shell }, use) => use(new CustomerPage(page, shell)),
  hostPage: async ({ page, shell }, use) => use(new HostPage(page, shell)),
  tonightPage: async ({ page, shell }, use) => use(new TonightPage(page, shell)),
});

export { expect };
