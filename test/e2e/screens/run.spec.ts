import { day, expect, test } from './screens.ts';

test('a cell of the map opens its run, by keys alone', async ({ open }) => {
  const page = await open('/tonight');
  const map = page.getByRole('table', { name: 'Nights of all hosts' });
  const cell = (name: string) => map.getByRole('link', { name });
  await cell('jail17, 28 Feb, missed').focus();
  await page.keyboard.press('ArrowDown');
  await expect(cell('jail15, 28 Feb, warning, 1 entry missing')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowLeft');
  await expect(cell('jail17, 27 Feb, missed')).toBeFocused();
  // The map takes one press of Tab, not one a cell.
  await expect(map.locator('a[data-at][tabindex="0"]')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'jail15, 28 Feb' })).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link', { name: /^Hosts/ })).toHaveAttribute(
    'aria-current',
    'page',
  );
});

test('a run tells what it copied, what went wrong, and what grew', async ({ open }) => {
  const page = await open('/hosts/jail15/runs/2013-02-28');
  const entries = page.getByRole('table', { name: 'Directories' });
  const first = entries.getByRole('row').nth(1);
  await expect(first).toContainText('not there');
  await expect(first).toContainText('does not exist on jail15.');
  await expect(first).toContainText('The copy of 25 Feb stands in for it.');
  await expect(first.getByRole('img', { name: /^7 nights, 21 Feb: .* to 28 Feb: / })).toBeVisible();
  await expect(page.getByRole('region', { name: 'What grew most' }).getByRole('listitem')).toHaveCount(5);
  await page.getByRole('searchbox', { name: 'Find a path or customer' }).fill('col00301');
  await expect(entries.getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: '26 Feb' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'jail15, 26 Feb' })).toBeVisible();
});

test('a failed run says why and that nothing was lost; a missed night and an unknown one say so', async ({ open }) => {
  const page = await open('/hosts/virt10/runs/2013-02-22');
  await expect(page.getByText('the connection to backup2 broke off')).toBeVisible();
  await expect(page.getByText('nothing: the nights before are as they were')).toBeVisible();
  await expect(page.getByText('Nothing was copied')).toBeVisible();
  await open('/hosts/jail15/runs/2013-02-27');
  await expect(page.getByText('No run on 27 Feb')).toBeVisible();
  await open('/hosts/jail16/runs/2013-02-28');
  await expect(page.getByText('The night is being made since')).toBeVisible();
  await open('/hosts/jail3/runs/2013-02-25');
  await expect(page.getByText('A night without a record')).toBeVisible();
  await open('/hosts/jail15/runs/2012-01-01');
  await expect(page.getByText('Nothing is known of 1 Jan')).toBeVisible();
});

test('a day of the calendar and a chip of the host’s page open the run, too', async ({ open }) => {
  const page = await open('/customers/col00214');
  await day(page, /^Sunday 24 February/).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'jail15, 24 Feb' })).toBeVisible();
  await page.goBack();
  await day(page, /^Sunday 24 February/).click();
  await page.keyboard.press('Tab');
  await page.getByText('How the run went:').getByRole('link', { name: '24' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'jail15, 24 Feb' })).toBeVisible();
  await open('/hosts/jail15');
  await page.getByRole('link', { name: /^Wednesday 27 February 2013, missed/ }).click();
  await expect(page.getByText('No run on 27 Feb')).toBeVisible();
});
