import { test as base, expect, type Locator, type Page } from '@playwright/test';
import { type FakePage, serveFakePage } from '../../support/fake-bridge/serve.ts';
import { watchForComplaints } from '../complaints.ts';

interface Fixtures {
  /** Opens an address of the app over the fake core; `query` sets its scenario (test/support/fake-bridge/scenario.ts). */
  open: (hash: string, query?: string) => Promise<Page>;
}

/** The screens over a core of fixtures, under the real content security policy. Whatever the page complains of fails the test. */
export const test = base.extend<Fixtures, { fakePage: FakePage }>({
  fakePage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      const served = await serveFakePage();
      await use(served);
      await served.close();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  open: async ({ page, fakePage }, use) => {
    const complaints = watchForComplaints(page);
    await use(async (hash, query = '') => {
      await page.goto(`${fakePage.address}/${query}#${hash}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      return page;
    });
    expect(complaints, 'what the page complained of').toEqual([]);
  },
});

export { expect };

export const annasRoot = '/mnt/data1/69.55.238.98-col00214-DIR';
export const annasSite = `/customers/col00214/files/jail15${annasRoot}/usr/home/anna/www`;

export const day = (page: Page, name: RegExp): Locator => page.getByRole('gridcell', { name });

export async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.hover();
  await page.mouse.down();
  await to.hover();
  await page.mouse.up();
}

/** What was sent to the core by a command, oldest first. */
export const sent = (page: Page, name: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) => window.fake?.calls.filter((call) => call.name === wanted).map((call) => call.input) ?? [],
    name,
  );
