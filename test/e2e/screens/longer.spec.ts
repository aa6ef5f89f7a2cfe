import type { Locator } from '@playwright/test';
import { annasSite, day, expect, sent, test } from './screens.ts';

test('a calendar marks the nights that are kept beyond rotation, and one of them is restored as any', async ({
  open,
}) => {
  const page = await open('/customers/col00214', '?longer&tick=5');
  const kept = day(page, /17 February 2013.*kept as the night of its week/);
  await expect(kept).toBeVisible();
  await expect(kept).toContainText('W');
  await expect(page.getByText('W, M = kept for its week, its month')).toBeVisible();
  await expect(kept).toHaveAttribute('data-hint', /kept as the night of its week, until 11 Mar at least/);
  await expect(day(page, /16 February 2013/)).toHaveAttribute('aria-disabled', 'true');

  // By keys alone, from the newest night up the weeks.
  await day(page, /28 February 2013/).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await expect(kept).toBeFocused();
  await page.keyboard.press(' ');
  await expect(kept).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: 'Month before' }).click();
  await expect(day(page, /31 January 2013.*kept as the night of its month/)).toContainText('M');

  await expect(page.getByRole('columnheader').filter({ hasText: '17Feb' })).toBeVisible();
  await expect(page.getByText('everything backed up, 7 directories, night 17 Feb')).toBeVisible();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Copy reply' })).toBeVisible();
  const [request] = (await sent(page, 'restore.start')) as { selections: { runId: string }[] }[];
  expect(request?.selections.map(({ runId }) => runId)).toEqual(['20130217T095204Z-kept']);
});

test('many nights begin with the newest beside the names, and keys bring each into sight', async ({ open, page }) => {
  await page.setViewportSize({ width: 480, height: 800 });
  await open(annasSite, '?longer&tick=5');
  const grid = page.getByRole('grid', { name: /^Files in / });
  await grid.scrollIntoViewIfNeeded();
  // Not below the names or the sizes, which stay where they are.
  const isInSight = (cell: Locator) =>
    cell.evaluate((element) => {
      const { left, right, top, height } = element.getBoundingClientRect();
      const isShown = (x: number) => element.contains(document.elementFromPoint(x, top + height / 2));
      return isShown(left + 4) && isShown(right - 4);
    });
  const heads = grid.getByRole('columnheader');
  await expect(heads).not.toHaveCount(3);
  const [oldest, newest] = [heads.nth(2), heads.nth((await heads.count()) - 2)];
  await expect.poll(() => isInSight(newest)).toBe(true);
  expect(await isInSight(oldest)).toBe(false);
  const name = grid.getByRole('rowheader').first();
  expect(await isInSight(name)).toBe(true);
  await grid.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => isInSight(oldest)).toBe(true);
  for (let left = (await heads.count()) - 4; left > 0; left--) await page.keyboard.press('ArrowRight');
  await expect.poll(() => isInSight(newest)).toBe(true);
  expect(await isInSight(name)).toBe(true);
});

test('a rule is shown with what it keeps and its room, and what it deletes is asked about before it is saved', async ({
  open,
}) => {
  const page = await open('/settings', '?longer&tick=5');
  await page.getByLabel('Weeks to keep a night of').fill('5');
  await page.getByLabel('Months to keep a night of').fill('1');
  await page.getByRole('button', { name: 'Show what it keeps' }).click();
  const jail15 = page.getByRole('listitem').filter({ hasText: /jail15keeps/ });
  await expect(jail15).toContainText(
    'keeps 28 Feb weekly (in rotation), 17 Feb weekly, 10 Feb weekly · at most about 11.5 GB',
  );
  await expect(jail15).toContainText('deletes 31 Jan');
  await expect(page.getByText('virt10: /data/virt10 on backup2 is not there yet')).toBeVisible();

  await page.getByRole('button', { name: 'Save the fleet' }).click();
  const asked = page.getByRole('alertdialog');
  await expect(asked).toContainText('jail15: 31 Jan');
  await asked.getByRole('button', { name: /^Keep/ }).click();
  expect(await sent(page, 'fleet.save')).toEqual([]);

  await page.getByRole('button', { name: 'Save the fleet' }).click();
  await page.getByRole('button', { name: 'Save and delete them' }).click();
  await expect(page.getByText('The fleet is saved')).toBeVisible();
  expect(await sent(page, 'fleet.save')).toMatchObject([{ fleet: { longer: { weeks: 5, months: 1 } } }]);
  const [applied] = (await sent(page, 'longer.apply')) as { hosts: string[]; confirm: string[] }[];
  expect(applied?.hosts).toContain('jail15');
  expect(applied?.confirm).toContain('20130131T095204Z-kept');
});

test('a rule that deletes nothing is saved at once, and one of a host goes before the fleet’s', async ({ open }) => {
  const page = await open('/settings', '?tick=5');
  await page.getByText('jail15', { exact: true }).click();
  await page.getByLabel('Kept longer: weeks').fill('8');
  await page.getByRole('button', { name: 'Save the fleet' }).click();
  await expect(page.getByText('The fleet is saved')).toBeVisible();
  expect(await sent(page, 'longer.preview')).toEqual([{ rules: { jail15: { weeks: 8, months: 0 } } }]);
  expect(await sent(page, 'longer.apply')).toEqual([{ hosts: ['jail15'], confirm: [] }]);
});
