import { day, expect, sent, test } from './screens.ts';

test('an address that names nights has them chosen, and what is changed then stays changed', async ({ open }) => {
  const page = await open('/customers/col00214/nights/2013-02-22..2013-02-23');
  const friday = day(page, /^Friday 22 February/);
  await expect(friday).toHaveAttribute('aria-selected', 'true');
  await expect(day(page, /^Saturday 23 February/)).toHaveAttribute('aria-selected', 'true');
  await expect(day(page, /^Thursday 21 February/)).not.toHaveAttribute('aria-selected', 'true');
  await friday.click();
  await expect(friday).not.toHaveAttribute('aria-selected', 'true');
});

test('notices can be tried, turned off and kept away at night', async ({ open }) => {
  const page = await open('/settings');
  await page.getByRole('button', { name: 'Show a test notification' }).click();
  expect(await sent(page, 'notices.test')).toHaveLength(1);
  await page.getByRole('checkbox', { name: /^Not at certain hours/ }).check();
  await page.getByLabel('From', { exact: true }).fill('20:30');
  await expect
    .poll(async () => (await sent(page, 'notices.set')).at(-1))
    .toEqual({
      on: true,
      quiet: { from: '20:30', to: '08:00' },
    });
  await page.getByRole('checkbox', { name: /^Notify me of new failures/ }).uncheck();
  await expect(page.getByLabel('From', { exact: true })).toBeDisabled();
  expect((await sent(page, 'notices.set')).at(-1)).toMatchObject({ on: false });
});

test('at 200 %, the largest that the desktop app zooms to, nothing lies out of reach', async ({ open }) => {
  const [width, height] = [680, 425];
  for (const screen of ['/tonight', '/customers/col00214', '/hosts/jail15', '/settings']) {
    const page = await open(screen);
    await page.setViewportSize({ width, height });
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const beyond = await page.evaluate((edge) => {
      const right = (element: Element) => element.getBoundingClientRect().right;
      const buttons = [...document.querySelectorAll('main button, nav a')].filter((button) => right(button) > edge + 1);
      const page = document.documentElement.scrollWidth > edge ? ['the page itself'] : [];
      return [...page, ...buttons.map(({ textContent }) => textContent)];
    }, width);
    expect(beyond, `${screen}, beyond the right edge`).toEqual([]);
  }
});
