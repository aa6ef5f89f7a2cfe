import { annasRoot, annasSite, day, expect, sent, test } from './screens.ts';

test('the files by keyboard, folder by folder', async ({ open }) => {
  const page = await open('/customers/col00214');
  const grid = page.getByRole('grid', { name: /^Files in / });
  await grid.focus();
  await page.keyboard.press('u');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('checkbox', { name: 'Tick home' })).toBeVisible();
  await grid.focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('checkbox', { name: 'Tick home' })).toBeChecked();
  await page.keyboard.press('Enter');
  // What lies below a ticked folder goes along with it.
  await expect(page.getByRole('checkbox', { name: 'Tick anna' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Tick anna' })).toBeDisabled();
  await grid.focus();
  await page.keyboard.press('Backspace');
  await expect(page.getByRole('checkbox', { name: 'Tick local' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('checkbox', { name: 'Tick anna' })).toBeVisible();
});

test('a folder has the size of the directories that are backed up in it, and a dash where nothing tells', async ({
  open,
}) => {
  const page = await open('/customers/col00214');
  const size = (name: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByLabel(`Open ${name}`) })
      .getByRole('gridcell')
      .last();
  await expect(size('usr')).toHaveText(/^[\d.]+ [MG]B$/);
  await page.getByRole('button', { name: 'Open usr' }).click();
  await page.getByRole('button', { name: 'Open home' }).click();
  await expect(size('anna')).toHaveText('—');
  await expect(size('anna')).toHaveAccessibleName('size not known');
});

test('any file name can be shown and ticked', async ({ open }) => {
  const page = await open(annasSite);
  await day(page, /^Monday 25 February/).click();
  await page.getByRole('checkbox', { name: 'Tick caf\\xe9-menu.html' }).check();
  await page.getByRole('checkbox', { name: 'Tick line\\x0abreak.txt' }).check();
  await expect(page.getByText('2 items, night 25 Feb')).toBeVisible();
  await expect
    .poll(async () => JSON.stringify((await sent(page, 'restore.plan')).at(-1)))
    .toContain(JSON.stringify('caf\udce9-menu.html').slice(1, -1));
});

test('a folder of 10,000 mails draws only what is in view, however one scrolls, and goes to its end', async ({
  open,
}) => {
  const page = await open(`/customers/col00214/files/jail15${annasRoot}/usr/home/anna/Maildir/cur`);
  const grid = page.getByRole('grid', { name: /^Files in / });
  await expect(grid).toHaveAttribute('aria-rowcount', '10001');
  expect(await grid.getByRole('row').count()).toBeLessThan(80);
  // The most elements that are there at any frame while it scrolls.
  const most = await grid.evaluate(async (element) => {
    let most = 0;
    for (let turn = 0; turn < 40; turn++) {
      element.scrollTop += 7919;
      await new Promise(requestAnimationFrame);
      most = Math.max(most, element.querySelectorAll('*').length);
    }
    return most;
  });
  expect(most).toBeLessThan(3000);
  await grid.focus();
  await page.keyboard.press('End');
  await expect(grid.locator('[aria-rowindex="10001"]')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Tick all in this folder' }).check();
  await expect(page.getByText('10,000 items ticked')).toBeVisible();
});

test('a file found in all nights can be ticked where it is found', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await page.getByRole('searchbox', { name: /^Find a file in all nights/ }).fill('html');
  await expect(page.getByText('2 files named “html” in all nights')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Tick /usr/home/anna/www/index.html' }).check();
  await day(page, /^Friday 22 February/).click();
  await expect(page.getByText('1 item, night 22 Feb')).toBeVisible();
  await page.getByRole('button', { name: '/usr/home/anna/www/index.html' }).click();
  await expect(page.getByRole('checkbox', { name: 'Tick index.html' })).toBeChecked();
});

test('a search that could not look everywhere says so, above what it found and where it found nothing', async ({
  open,
}) => {
  const page = await open('/customers/col00214', '?tick=10&down=backup2');
  const find = page.getByRole('searchbox', { name: /^Find a file in all nights/ });
  await find.fill('html');
  await expect(page.getByText('2 files named “html” in what was searched')).toBeVisible();
  const gaps = page.getByRole('list', { name: 'Not searched in full' });
  await expect(gaps.getByRole('listitem')).toHaveText('jail17 was not searched: backup2 did not answer within 10 s.');
  await find.fill('none such');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not found in what was searched')).toBeVisible();
  await expect(gaps).toBeVisible();
});

test('a search goes on as one types, and one that nobody waits for is ended', async ({ open }) => {
  const page = await open('/customers/col00214', '?hold=Search');
  const box = page.getByRole('searchbox', { name: /^Find a file in all nights/ });
  await expect(box).toHaveAttribute('placeholder', /path/);
  await box.pressSequentially('ord');
  await expect.poll(() => sent(page, 'files.search')).toEqual([{ customer: 'col00214', pattern: 'ord' }]);
  await box.pressSequentially('ers');
  await expect.poll(() => sent(page, 'files.search')).toHaveLength(2);
  await expect.poll(() => sent(page, 'jobs.cancel')).toHaveLength(1);
  await box.fill('');
  await expect(page.getByRole('grid', { name: /^Files in / })).toBeVisible();
  await expect.poll(() => sent(page, 'jobs.cancel')).toHaveLength(2);
});
