import type { Page } from '@playwright/test';
import { expect, sent, test } from './screens.ts';

const MOST_ELEMENTS = 1500;
const elements = (page: Page) => page.evaluate(() => document.querySelectorAll('*').length);

const screens: [string, (page: Page) => Promise<void>][] = [
  ['/tonight', (page) => expect(page.getByRole('table', { name: 'Nights of all hosts' })).toBeVisible()],
  ['/hosts', (page) => expect(page.getByRole('table', { name: 'Hosts' })).toBeVisible()],
  ['/customers', (page) => expect(page.getByRole('table', { name: 'Customers' })).toBeVisible()],
  ['/holds', (page) => expect(page.getByRole('table', { name: 'Holds' })).toBeVisible()],
  ['/activity', (page) => expect(page.getByRole('table', { name: 'Activity' })).toBeVisible()],
  ['/settings', (page) => expect(page.getByRole('searchbox', { name: 'Find a host' })).toBeVisible()],
];

for (const [screen, isThere] of screens) {
  test(`${screen} of a thousand hosts has few elements in the document`, async ({ open }) => {
    const page = await open(screen, '?fleet=thousand');
    await page.setViewportSize({ width: 1440, height: 900 });
    await isThere(page);
    if (screen === '/tonight') await page.getByLabel('State').selectOption('all');
    await expect(page.getByRole('row').or(page.getByRole('listitem')).nth(10)).toBeVisible();
    expect(await elements(page)).toBeLessThan(MOST_ELEMENTS);
  });
}

test('Tonight opens on what is not good, and every host is counted once', async ({ open }) => {
  const page = await open('/tonight', '?fleet=thousand');
  await expect(
    page.getByText('864 good · 10 warning · 10 failed · 10 missed · 2 running · 104 not known yet'),
  ).toBeHidden();
  const line = await page.getByText(/^\d+ good · /).textContent();
  const numbers = [...(line ?? '').matchAll(/(\d[\d,]*) /g)].map(([, digits]) => Number(digits?.replace(',', '')));
  expect(numbers.reduce((sum, each) => sum + each, 0)).toBe(1000);
  await expect(page.getByLabel('State')).toHaveValue('not-good');
  const map = page.getByRole('table', { name: 'Nights of all hosts' });
  await expect(map.getByRole('rowheader').first()).toHaveText('jail0002');
  await expect(map.getByRole('cell', { name: /^jail0002, 28 Feb, failed/ })).toBeVisible();
});

test('what failed is grouped by cause and server, a server that does not answer on top', async ({ open }) => {
  const page = await open('/tonight', '?fleet=thousand');
  const needs = page.getByRole('region', { name: 'Needs you' });
  await expect(needs.getByRole('listitem').first()).toContainText('backup7 does not answer: 100 hosts');
  const group = needs.getByRole('listitem', { name: '10 hosts on backup3: the night failed' });
  await group.getByRole('button', { name: 'Show all 10' }).click();
  await expect(group.getByRole('group', { name: 'jail0302: the night failed' })).toBeVisible();
  await group.getByRole('button', { name: 'Acknowledge all 10…' }).click();
  await page.getByRole('textbox', { name: 'Why' }).fill('backup3 gets a new disk tonight');
  await page.keyboard.press('Enter');
  await expect(group).toBeHidden();
  const [acknowledged] = (await sent(page, 'failures.triage')) as {
    ids: string[];
    reason: string;
  }[];
  expect(acknowledged?.ids).toHaveLength(10);
  expect(acknowledged?.reason).toBe('backup3 gets a new disk tonight');
  // A server and all that is behind it is one press.
  await needs.getByRole('checkbox', { name: /^Select backup7: out of reach/ }).check();
  await needs.getByRole('button', { name: 'I’m on it' }).click();
  await expect(needs.getByRole('listitem').first()).toContainText('taken by maria, just now');
  await needs.getByRole('button', { name: 'Show them' }).click();
  await expect(page.getByText('100 of 1,000 hosts')).toBeVisible();
});

test('the map is filtered by state, server and name, and its last row can be scrolled to', async ({ open }) => {
  const page = await open('/tonight', '?fleet=thousand');
  await page.getByLabel('State').selectOption('all');
  await page.getByLabel('Server').selectOption('backup4');
  await expect(page.getByText('100 of 1,000 hosts')).toBeVisible();
  await page.getByLabel('Server').selectOption('every server');
  const map = page.getByRole('table', { name: 'Nights of all hosts' });
  await map.evaluate((table) => table.parentElement?.scrollTo(0, table.scrollHeight));
  await expect(map.getByRole('rowheader', { name: 'jail0999' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find a host' }).fill('jail0123');
  await expect(map.getByRole('rowheader')).toHaveText(['jail0123']);
});

test('a long list shows its other end, and a host is found in it', async ({ open }) => {
  const page = await open('/hosts', '?fleet=thousand');
  const table = page.getByRole('table', { name: 'Hosts' });
  await table.evaluate((element) => element.parentElement?.scrollTo(0, element.scrollHeight));
  await expect(table.getByRole('rowheader', { name: 'jail0999' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find a host' }).fill('jail0500');
  await expect(table.getByRole('rowheader')).toHaveText(['jail0500']);
  await page.goto(page.url().replace(/#.*/, '#/settings'));
  await page.getByRole('searchbox', { name: 'Find a host' }).fill('jail0777');
  await page.getByText('jail0777', { exact: true }).click();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('jail0777');
});

test('of fifteen thousand customers only those around the rows in view are sent, and each can be scrolled to', async ({
  open,
}) => {
  const page = await open('/customers', '?fleet=thousand');
  await expect(page.getByText('15,000 customers')).toBeVisible();
  const table = page.getByRole('table', { name: 'Customers' });
  await expect(table.getByRole('rowheader').first()).toHaveText('col00000');
  await table.evaluate((element) => element.parentElement?.scrollTo(0, element.scrollHeight));
  await expect(table.getByRole('rowheader').last()).toHaveText('col14999');
  await page.getByLabel('Coverage').selectOption('not backed up');
  await expect(page.getByText('Nobody has that coverage')).toBeVisible();
  await page.getByLabel('Coverage').selectOption('whatever is backed up');
  await page.getByRole('searchbox', { name: 'Filter customers' }).fill('jail0777');
  await expect(page.getByText('15 matches')).toBeVisible();
  await expect(table.getByRole('rowheader')).toHaveCount(15);
  const asked = (await sent(page, 'customers.search')) as { limit: number }[];
  expect(Math.max(...asked.map(({ limit }) => limit))).toBeLessThanOrEqual(300);
});

test('of activity and holds, too, a part is sent, filtered and put in order by the core', async ({ open }) => {
  const page = await open('/activity', '?fleet=thousand');
  const table = page.getByRole('table', { name: 'Activity' });
  await expect(table).toHaveAttribute('aria-rowcount', '1001');
  await table.evaluate((element) => element.parentElement?.scrollTo(0, element.scrollHeight));
  await expect(table.getByText('#47999')).toBeVisible();
  await page.getByLabel('What').selectOption('held');
  await expect(page.getByText('Nothing matches')).toBeVisible();
  await page.getByLabel('What').selectOption('restored');
  await page.getByRole('searchbox', { name: 'Filter activity' }).fill('#47123');
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.goto(page.url().replace(/#.*/, '#/holds'));
  const holds = page.getByRole('table', { name: 'Holds' });
  await expect(page.getByText(/^300 holds, /)).toBeVisible();
  await page.getByLabel('Order').selectOption('largest first');
  await expect(holds.getByRole('rowheader').first()).toHaveText('col04485');
  await page.getByRole('searchbox', { name: 'Filter holds' }).fill('col00030');
  await expect(holds.getByRole('rowheader')).toHaveText(['col00030']);
  const asked = [...(await sent(page, 'activity.list')), ...(await sent(page, 'holds.list'))] as { limit: number }[];
  expect(Math.max(...asked.map(({ limit }) => limit))).toBeLessThanOrEqual(300);
});

test('a row of a long list of hosts is one line in a window of 1024, with the path of its config to be hovered', async ({
  open,
}) => {
  const page = await open('/hosts', '?fleet=thousand');
  await page.setViewportSize({ width: 1024, height: 768 });
  const row = page.getByRole('row', { name: /^jail0000/ });
  await expect(row.getByTitle('/usr/local/jail/bin/backup.config')).toBeVisible();
  expect((await row.boundingBox())?.height).toBeLessThan(38);
  const scrolls = page.getByRole('table', { name: 'Hosts' }).locator('..');
  expect(await scrolls.evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
});

test('hosts stand below their server, and what is old says how old', async ({ open }) => {
  const page = await open('/hosts', '?fleet=thousand');
  const table = page.getByRole('table', { name: 'Hosts' });
  await page.getByLabel('Order').selectOption('grouped by server');
  await expect(table.getByRole('rowheader').first()).toHaveText('backup1 100 hosts');
  await page.getByRole('searchbox', { name: 'Find a host' }).fill('backup7');
  await expect(table.getByRole('rowheader').first()).toHaveText('backup7 100 hosts');
  await expect(table.getByRole('row', { name: /^jail0006/ })).toContainText(
    'as of today 02:14, not answering since today 02:15',
  );
  expect(await elements(page)).toBeLessThan(MOST_ELEMENTS);
});

const long: [string, string][] = [
  ['/tonight', 'jail0002'],
  ['/hosts', 'jail0000'],
  ['/customers', 'col00000'],
  ['/settings', 'jail0000'],
  ['/activity', '#47000'],
  ['/holds', 'col00000'],
];
/** Pixels that are scrolled, forty times, and the height of the lowest rows. */
const STEP = 40;
const LOWEST = 23;
for (const [screen, seen] of long) {
  test(`${screen} of a thousand hosts makes few elements while it scrolls`, async ({ open }) => {
    const page = await open(screen, '?fleet=thousand');
    if (screen === '/tonight') await page.getByLabel('State').selectOption('all');
    await expect(page.getByText(seen).first()).toBeVisible();
    const { most, made } = await page.evaluate(async (step) => {
      const list = [...document.querySelectorAll<HTMLElement>('[tabindex="0"]')].find(
        (element) => element.scrollHeight > element.clientHeight + 1000,
      );
      if (!list) throw new Error('nothing on it scrolls by itself');
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      let made = 0;
      const watching = new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          for (const node of addedNodes) if (node instanceof HTMLElement && node.dataset.index) made += 1;
      });
      watching.observe(list, { childList: true, subtree: true });
      for (let at = 0; at < 40; at++) {
        list.scrollTop += step;
        await frame();
      }
      watching.disconnect();
      let most = 0;
      for (let at = 0; at < 60; at++) {
        list.scrollTop += list.scrollHeight / 60;
        await frame();
        most = Math.max(most, document.querySelectorAll('*').length);
      }
      return { most, made };
    }, STEP);
    expect(most).toBeLessThan(MOST_ELEMENTS);
    // Each row that comes into view is made once, and none that is in view anew.
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan((40 * STEP) / LOWEST + 30);
  });
}
