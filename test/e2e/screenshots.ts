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

/** Pictures of the app on the demo fleet, `NAME.png` in `folder`. */
export async function takeScreenshots(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const demo = await startDemo({ small: false });
  const browser = await chromium.launch(launchOptions);
  try {
    for (const [name, { colorScheme, show }] of Object.entries(screens)) {
      const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.goto(demo.url);
      await show(page, demo);
      await page.screenshot({ path: join(folder, `${name}.png`) });
      await context.close();
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
}

interface Screen {
  colorScheme: 'light' | 'dark';
  show: (page: Page, demo: Demo) => Promise<void>;
}

const screens: Record<string, Screen> = {
  tonight: { colorScheme: 'light', show: showTonight },
  host: { colorScheme: 'dark', show: showHost },
  customer: { colorScheme: 'light', show: showCustomer },
  // After the restore above: what it left behind is in these.
  find: { colorScheme: 'light', show: showFound },
  keep: { colorScheme: 'light', show: showKeeping },
  holds: { colorScheme: 'light', show: showHolds },
  mend: { colorScheme: 'light', show: showMending },
};

async function showTonight(page: Page): Promise<void> {
  const tonight = new TonightPage(page, new Shell(page));
  await tonight.open();
  await tonight.untilWhole();
  await tonight.inbox.getByRole('listitem').first().waitFor();
  await tonight.nights.waitFor();
}

async function showHost(page: Page): Promise<void> {
  const host = new HostPage(page, new Shell(page));
  await host.open('jail15');
  await host.directories.getByText('not there').first().waitFor();
  await page.getByText(/^schedule \d\d:\d\d nightly$/).waitFor();
}

async function showCustomer(page: Page, demo: Demo): Promise<void> {
  const customer = new CustomerPage(page, new Shell(page));
  const { nights } = await demo.call('nights.list', { customer: 'col00214' });
  const dates = nights
    .filter(({ index }) => index >= 0)
    .map(({ date }) => date)
    .sort();
  await customer.shell.find('col00214');
  await customer.dragOver(dates[1] as string, dates[3] as string);
  await customer.openFolder('usr', 'home', 'anna', 'www');
  await customer.tick('index.html', 'orders.db');
  await customer.restore.click();
  await customer.reply.waitFor({ timeout: 300_000 });
}

async function showFound(page: Page): Promise<void> {
  const shell = new Shell(page);
  await shell.search.click();
  await page.keyboard.type('col001');
  await shell.results.getByRole('option').nth(1).waitFor();
}

async function showKeeping(page: Page, demo: Demo): Promise<void> {
  const customer = new CustomerPage(page, new Shell(page));
  const { nights } = await demo.call('nights.list', { customer: 'col00131' });
  const [newest] = nights.filter(({ index }) => index === 0);
  await customer.shell.find('col00131');
  await customer.night(newest?.date ?? '').click();
  await page.getByRole('button', { name: /^Keep th/ }).click();
  await page.keyboard.type('moves to another host on Monday');
}

async function showHolds(page: Page): Promise<void> {
  await new Shell(page).open('Holds');
  await page.getByRole('row').nth(1).waitFor();
}

async function showMending(page: Page): Promise<void> {
  const tonight = new TonightPage(page, new Shell(page));
  await tonight.open();
  await tonight
    .failure('jail15: a directory to back up is not there')
    .getByRole('button', { name: 'Edit entry' })
    .click();
  const host = new HostPage(page, new Shell(page));
  await host.directories.getByText('not there').first().waitFor();
}
