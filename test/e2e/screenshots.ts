import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { launchOptions } from './browser.ts';
import { type Demo, startDemo } from './demo.ts';
import { CustomerPage } from './pages/customer-page.ts';
import { HostPage } from './pages/host-page.ts';
import { Shell } from './pages/shell.ts';
import { TonightPage } from './pages/tonight-page.ts';

const size = { width: 1360, height: 850 };

/** Pictures of the app on the demo fleet, as `NAME.png` and `NAME-dark.png` in `folder`. */
export async function takeScreenshots(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const demo = await startDemo({ small: false });
  const browser = await chromium.launch(launchOptions);
  try {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const ending = colorScheme === 'dark' ? '-dark.png' : '.png';
      await page.goto(demo.url);
      for (const [name, show] of Object.entries(screens)) {
        await show(page, demo);
        await page.screenshot({ path: join(folder, name + ending) });
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
}

const screens: Record<string, (page: Page, demo: Demo) => Promise<void>> = {
  async tonight(page) {
    const tonight = new TonightPage(page, new Shell(page));
    await tonight.open();
    await tonight.heading.waitFor();
    await page.waitForLoadState('networkidle');
  },
  async host(page) {
    const host = new HostPage(page, new Shell(page));
    await host.open('jail15');
    await host.backUpNow.waitFor();
    await page.waitForLoadState('networkidle');
  },
  async customer(page, demo) {
    const shell = new Shell(page);
    const customer = new CustomerPage(page, shell);
    const { nights } = await demo.call('nights.list', { customer: 'col00214' });
    const dates = nights
      .filter(({ index }) => index >= 0)
      .map(({ date }) => date)
      .sort();
    await shell.find('col00214');
    await customer.dragOver(dates[1] as string, dates[3] as string);
    await customer.openFolder('usr', 'home', 'anna', 'www');
    await customer.tick('index.html', 'orders.db');
    await customer.restore.click();
    await customer.reply.waitFor({ timeout: 60_000 });
  },
};
