import type { Page } from '@playwright/test';
import { annasSite, day, expect, test } from './screens.ts';

const sizes = { narrow: [1100, 700], usual: [1360, 850], wide: [1920, 1080] } as const;
const screens = ['/tonight', '/customers', '/customers/col00214', annasSite, '/hosts', '/hosts/jail15', '/holds'];
screens.push('/hosts/jail15/runs/2013-02-28', '/activity', '/settings', '/search/nobody');

/** What stands outside of its window, its panel or its cell, by name; of the screen alone, or of what is around it too. */
const cutOff = (page: Page, part: 'all' | 'screen' = 'all'): Promise<string[]> =>
  page.evaluate((which) => {
    const right = (element: Element) => element.getBoundingClientRect().right;
    const nameOf = (element: Element) => element.getAttribute('aria-label') ?? element.textContent ?? element.tagName;
    const pressed = document.querySelectorAll('main button, main input, main select, main textarea, nav a');
    const beyond = [...pressed].filter((element) => {
      for (let around = element.parentElement; around; around = around.parentElement) {
        if (right(element) > right(around) + 1 && getComputedStyle(around).overflowX !== 'visible') return true;
      }
      return right(element) > window.innerWidth;
    });
    const around = which === 'all' ? ', nav span, nav a' : '';
    const boxes = document.querySelectorAll(`main, main section, [role="gridcell"], textarea${around}`);
    const overfull = [...boxes].filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 1);
    return [...beyond, ...overfull].map((element) => nameOf(element).slice(0, 80));
  }, part);

for (const [name, [width, height]] of Object.entries(sizes)) {
  test(`nothing is cut off in a ${name} window`, async ({ open }) => {
    for (const screen of screens) {
      const page = await open(screen);
      await page.setViewportSize({ width, height });
      await expect(page.getByRole('main').getByRole('status').filter({ hasText: '…' })).toHaveCount(0);
      expect(await cutOff(page), `${screen} at ${width} × ${height}`).toEqual([]);
    }
  });
}

test('a long backup.config shows the end of each line, and so does what will be saved', async ({ open }) => {
  const page = await open('/hosts/jail15');
  const config = page.getByRole('textbox', { name: /^backup\.config, / });
  await config.fill(`${await config.inputValue()}## ENTRY /mnt/data1/${'a long name/'.repeat(12)}end\n`);
  await expect(page.getByRole('region', { name: 'As it will be saved' })).toBeVisible();
  expect(await cutOff(page)).toEqual([]);
});

test('a restore is whole in a narrow window, from its plan to its reply', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await page.setViewportSize({ width: 1100, height: 700 });
  await day(page, /^Friday 22 February/).click();
  await expect(page.getByText('12.4 GB free on jail15')).toBeVisible();
  expect(await cutOff(page)).toEqual([]);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Reply to the customer' })).toBeVisible();
  expect(await cutOff(page)).toEqual([]);
});

for (const [width, height] of [
  [1024, 768],
  [800, 600],
  [480, 800],
] as const) {
  test(`a customer’s page is whole at ${width} × ${height}`, async ({ open }) => {
    for (const screen of ['/customers/col00214', annasSite]) {
      const page = await open(screen);
      await page.setViewportSize({ width, height });
      await expect(page.getByRole('main').getByRole('status').filter({ hasText: '…' })).toHaveCount(0);
      // The files scroll sideways by themselves where there are many nights.
      const cut = (await cutOff(page, 'screen')).filter(
        (name) => !/^version |^(Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day /.test(name),
      );
      expect(cut, `${screen} at ${width} × ${height}`).toEqual([]);
    }
  });
}

test('a hold’s buttons stand in one row at 1024, in a list that scrolls, too, and are pressed by their names', async ({
  open,
}) => {
  for (const [query, width] of [
    ['', 1024],
    ['?fleet=thousand', 1024],
    ['?fleet=thousand', 1440],
  ] as const) {
    const page = await open('/holds', query);
    await page.setViewportSize({ width, height: 768 });
    const rows = page
      .getByRole('table', { name: 'Holds' })
      .getByRole('row')
      .filter({ has: page.getByRole('button') });
    await expect(rows.nth(2)).toBeVisible();
    const tops = await rows.evaluateAll((all) =>
      all.map((row) => new Set([...row.querySelectorAll('button')].map((one) => one.getBoundingClientRect().top)).size),
    );
    expect(new Set(tops), `${query} at ${width}`).toEqual(new Set([1]));
    expect(await cutOff(page)).toEqual([]);
  }
  const page = await open('/holds');
  await page.getByRole('button', { name: 'Release the hold of 21 and 22 Feb of col00214' }).hover();
  await expect(page.getByRole('tooltip')).toHaveText('Release the hold of 21 and 22 Feb of col00214');
});

test('an address has room, and a state stands on one line, at 1024', async ({ open }) => {
  const settings = await open('/settings');
  await settings.setViewportSize({ width: 1024, height: 768 });
  const address = await settings.getByLabel('Address of the webhook').boundingBox();
  expect(address?.width).toBeGreaterThan(400);
  for (const query of ['', '?fleet=thousand']) {
    const run = await open('/hosts/jail15/runs/2013-02-28', query);
    const state = run.getByRole('table', { name: 'Directories' }).getByRole('cell').getByText('not there').first();
    await expect(state).toBeVisible();
    expect((await state.boundingBox())?.height).toBeLessThan(24);
  }
});

test('what is only read aloud makes no window scroll', async ({ open }) => {
  for (const screen of screens) {
    const page = await open(screen);
    const beyond = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    expect(beyond, screen).toBeLessThanOrEqual(0);
  }
});

test('a notice covers no button of the page', async ({ open }) => {
  const page = await open('/hosts/jail15');
  await page.getByRole('button', { name: /^Remove .*\/www$/ }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Discarded 1 change')).toBeVisible();
  for (const name of [/^Save 1 change/, 'Back up now']) await page.getByRole('button', { name }).click({ trial: true });
  await open('/customers/col00214');
  await day(page, /^Friday 22 February/).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click({ trial: true });
});

test('the size of a file is in sight beside ten nights in a window of 1024', async ({ open, page }) => {
  await page.setViewportSize({ width: 1024, height: 768 });
  await open(annasSite, '?longer');
  const grid = page.getByRole('grid', { name: /^Files in / });
  await expect(grid.getByRole('columnheader')).toHaveCount(13);
  const head = grid.getByRole('columnheader', { name: 'Size' });
  // Over the nights, not below them, and not out of sight.
  const isOnTop = (cell: Element) => {
    const { left, top, width, height } = cell.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2) === cell;
  };
  expect(await head.evaluate(isOnTop)).toBe(true);
  expect(await grid.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
  // In one in which the nights have to scroll, it stays where it is.
  await page.setViewportSize({ width: 480, height: 800 });
  await expect.poll(() => grid.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true);
  await head.scrollIntoViewIfNeeded();
  await grid.evaluate((element) => {
    element.scrollLeft = 0;
  });
  expect(await head.evaluate(isOnTop)).toBe(true);
});

test('where a restore goes is read whole', async ({ open, page }) => {
  for (const width of [1440, 1024]) {
    await page.setViewportSize({ width, height: 900 });
    await open('/customers/col00214', '?in-place');
    await day(page, /^Friday 22 February/).click();
    const where = page.getByRole('combobox', { name: 'Deliver to' });
    await expect(where.getByRole('option', { name: 'in place of what is there' })).toHaveCount(1);
    // Beside the words the field has its arrow.
    const tooLong = await where.evaluate((select: HTMLSelectElement) => {
      const style = getComputedStyle(select);
      const pen = document.createElement('canvas').getContext('2d');
      if (!pen) throw new Error('no canvas');
      pen.font = style.font;
      const room = select.clientWidth - Number.parseFloat(style.paddingLeft) - 26;
      return [...select.options].map(({ text }) => text).filter((text) => pen.measureText(text).width > room);
    });
    expect(tooLong).toEqual([]);
    await page.goto('about:blank');
  }
});
