import type { BrowserContext, Page } from '@playwright/test';
import { annasSite, day, expect, sent, test } from './screens.ts';

/** All that is said on a page, and read aloud of it: texts, names, hints and what stands in fields. */
const saidOn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const told = ['aria-label', 'data-hint', 'title', 'placeholder'];
    const elements = [...document.querySelectorAll('main *')];
    const values = elements.flatMap((one) =>
      one instanceof HTMLTextAreaElement || one instanceof HTMLInputElement ? one.value : [],
    );
    return [
      ...document.body.innerText.split('\n'),
      ...elements.flatMap((one) => told.flatMap((name) => one.getAttribute(name) ?? [])),
      ...values,
    ];
  });

const screens = ['/tonight', '/customers', '/customers/col00214', annasSite, '/holds', '/activity', '/hosts/jail15'];
screens.push('/hosts/jail15/runs/2013-02-28', '/hosts/jail15/runs/2013-02-24');

/** What every screen says, and a restore's plan, hold and reply, by a browser whose clock is in a zone. */
async function walk(context: BrowserContext, address: string): Promise<Record<string, string[]>> {
  const page = await context.newPage();
  const said: Record<string, string[]> = {};
  const open = async (screen: string) => {
    await page.goto(`${address}/?tick=5&longer&twice#${screen}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main').getByRole('status').filter({ hasText: '…' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'version ·' })).toHaveCount(0);
  };
  for (const screen of screens) {
    await open(screen);
    said[screen] = await saidOn(page);
  }
  await page.goto(`${address}/?tick=5#/holds`);
  await page.getByRole('button', { name: 'Extend the hold of 21 and 22 Feb of col00214' }).click();
  said.extend = [await page.getByRole('dialog').innerText()];
  await open('/customers/col00214');
  await day(page, /^Friday 22 February 2013/).click();
  await page.getByRole('button', { name: 'Keep this night…' }).click();
  said.keep = [await page.getByRole('dialog').innerText()];
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Reply to the customer' })).toHaveValue(/14 March 2013/);
  said.reply = await saidOn(page);
  return said;
}

test('every date and time is the fleet’s, wherever the browser’s clock stands', async ({ browser, fakePage }) => {
  const walked: Record<string, string[]>[] = [];
  // The fleet is in Los Angeles: its own zone, one in which its nights are the day before, and two in which they end a day later.
  for (const timezoneId of ['America/Los_Angeles', 'Pacific/Pago_Pago', 'Pacific/Auckland', 'Europe/Berlin']) {
    const context = await browser.newContext({ timezoneId, viewport: { width: 1440, height: 900 } });
    walked.push(await walk(context, fakePage.address));
    await context.close();
  }
  const [home, ...away] = walked;
  expect(home?.['/hosts/jail15/runs/2013-02-28']?.join('\n')).toContain('today 01:52');
  for (const there of away) expect(there).toEqual(home);
});

test('of two nights on a date each is named, selected and taken by itself, and the reply has both', async ({
  open,
}) => {
  const page = await open(annasSite, '?twice&tick=5');
  const cell = day(page, /^Sunday 24 February 2013, 2 nights, warning, 260 files changed/);
  await expect(cell).toBeVisible();
  await cell.click();
  await expect(page.getByText('Selected: 24 Feb', { exact: true })).toBeVisible();
  await expect(page.getByText('2 nights, 2 distinct versions')).toBeVisible();
  const heads = ['01:52', '23:30'].map((time) =>
    page.getByRole('button', { name: `Sunday 24 February 2013, run of ${time}` }),
  );
  for (const head of heads) await expect(head).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByText('everything backed up, 7 directories, 2 nights of 24 Feb')).toBeVisible();

  // One of them alone, by its box, or by its column.
  await page.getByRole('checkbox', { name: '24 Feb, the run of 01:52' }).uncheck();
  await expect(page.getByText('everything backed up, 7 directories, night 24 Feb at 23:30')).toBeVisible();
  await expect(page.getByRole('link', { name: '24 at 23:30' })).toBeVisible();
  await expect(cell).toHaveAttribute('aria-selected', 'true');
  await heads[0]?.click();
  await heads[1]?.click();
  await expect(page.getByText('7 directories, night 24 Feb at 01:52')).toBeVisible();
  await day(page, /^Friday 22 February 2013/).click({ modifiers: ['Control'] });
  await expect(page.getByText('nights 22 and 24 Feb (24 Feb at 01:52)')).toBeVisible();
  await page.getByRole('button', { name: 'Keep these nights…' }).click();
  await expect(page.getByRole('dialog', { name: 'Keep 22 and 24 Feb (24 Feb at 01:52) of col00214' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Clear' }).last().click();

  // Versions of both, each by its name.
  const orders = page.getByRole('row', { name: /Tick orders\.db/ });
  await orders.getByRole('button', { name: 'version C, 24 Feb at 01:52' }).click();
  const taken = page.getByRole('list', { name: 'What is taken' });
  await expect(taken).toContainText('24 Feb at 01:52');
  await orders.getByRole('button', { name: 'version D, 24 Feb at 23:30' }).click();
  await expect(taken).toContainText('24 Feb · 2 versions');
  await orders.getByRole('button', { name: 'version C, 24 Feb at 01:52' }).dblclick();
  const dialog = page.getByRole('dialog', { name: 'orders.db, Sunday 24 February 2013 at 01:52' });
  await expect(dialog).toContainText('C: of that night alone');
  await dialog.getByRole('button', { name: 'Close' }).click();

  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const reply = page.getByRole('textbox', { name: 'Reply to the customer' });
  await expect(reply).toHaveValue(/^Your backup of 24 February 2013 is on your system/);
  await expect(reply).toHaveValue(/2013-02-24_0152\/[\s\S]*2013-02-24_2330\//);
  await expect(reply).toHaveValue(/\/col00214-2013-02-24\.tar\.gz/);
  const [start] = (await sent(page, 'restore.start')) as { selections: unknown[] }[];
  expect(start?.selections).toHaveLength(2);
});
