import type { Locator, Page } from '@playwright/test';
import { annasRoot, annasSite, day, expect, sent, test } from './screens.ts';

const row = (page: Page, name: string) =>
  page.getByRole('row', { name: new RegExp(`Tick ${name.replace('.', '\\.')}`) });
const version = (page: Page, name: string, letter: string, night: string) =>
  row(page, name).getByRole('button', { name: `version ${letter}, ${night}` });
const taken = (page: Page) => page.getByRole('list', { name: 'What is taken' });

test('a version is taken by a press, of whatever night, and listed with its size and a way out', async ({ open }) => {
  const page = await open(annasSite);
  await version(page, 'index.html', 'B', '22 Feb').click();
  await version(page, 'orders.db', 'D', '26 Feb').click();
  await expect(version(page, 'index.html', 'B', '22 Feb')).toHaveAttribute('aria-pressed', 'true');
  await expect(version(page, 'index.html', 'B', '23 Feb')).toHaveAttribute('aria-pressed', 'false');
  await expect(taken(page).getByRole('listitem')).toHaveCount(2);
  await expect(taken(page)).toContainText('/usr/home/anna/www/index.html22 Feb');
  await expect(page.getByText('2 items, nights 22 and 26 Feb')).toBeVisible();
  await expect
    .poll(async () => (await sent(page, 'restore.plan')).at(-1))
    .toMatchObject({
      selections: [
        { paths: [`${annasRoot}/usr/home/anna/www/index.html`] },
        { paths: [`${annasRoot}/usr/home/anna/www/orders.db`] },
      ],
    });
  // What is taken can be kept, though no night is selected.
  await expect(page.getByRole('button', { name: 'Keep these nights…' })).toBeEnabled();
  await taken(page).getByRole('button', { name: 'Leave out index.html' }).click();
  await expect(taken(page).getByRole('listitem')).toHaveCount(1);
  await version(page, 'orders.db', 'D', '26 Feb').click();
  await expect(taken(page)).toBeHidden();
});

test('what is taken looks unlike what changed', async ({ open }) => {
  const page = await open(annasSite);
  const changed = version(page, 'index.html', 'B', '22 Feb');
  const colour = (of: typeof changed) => of.evaluate((element) => getComputedStyle(element).backgroundColor);
  const before = await colour(changed);
  await changed.click();
  await page.mouse.move(0, 0);
  const filled = await colour(changed);
  expect(filled).not.toBe(before);
  // The same fill for one that did not change: it says that it is taken, and nothing else.
  const same = version(page, 'robots.txt', 'A', '22 Feb');
  await same.click();
  await page.mouse.move(0, 0);
  expect(await colour(same)).toBe(filled);
  // Nor do nights that are selected look like what changed, in the calendar or above the files.
  await day(page, /^Sunday 24 February/).click();
  await page.mouse.move(0, 0);
  const tint = await colour(version(page, 'images', 'B', '24 Feb'));
  expect(tint).toBe(before);
  for (const night of [day(page, /^Sunday 24 February/), page.getByRole('button', { name: 'Sunday 24 February 2013' })])
    expect(await colour(night)).not.toBe(tint);
  // A tick is as blue as the nights that are selected, wherever something is ticked.
  const blue = await page
    .getByRole('button', { name: 'Sunday 24 February 2013' })
    .evaluate((night) => getComputedStyle(night).borderTopColor);
  const ticksOf = (boxes: Locator) => boxes.evaluateAll((all) => all.map((box) => getComputedStyle(box).accentColor));
  const isBlue = async (boxes: Locator) => expect(new Set(await ticksOf(boxes))).toEqual(new Set([blue]));
  await isBlue(page.getByRole('grid').getByRole('checkbox'));
  for (const screen of ['/tonight', '/settings']) {
    await open(screen);
    await expect(page.getByRole('main').getByRole('checkbox').first()).toBeVisible();
    await isBlue(page.getByRole('main').getByRole('checkbox').or(page.getByRole('main').getByRole('radio')));
  }
});

test('a row takes a file of all nights that have it, a column all files of its night', async ({ open }) => {
  const page = await open(annasSite);
  await page.getByRole('checkbox', { name: 'Tick cgi-bin' }).check();
  await page.getByRole('button', { name: 'Take them of all nights' }).press('Enter');
  await expect(taken(page)).toContainText('/usr/home/anna/www/cgi-bin21 – 23 Feb · 3 versions');
  await page.getByRole('button', { name: 'Clear' }).last().click();
  await page.getByRole('button', { name: 'Friday 22 February 2013' }).click();
  await page.getByRole('checkbox', { name: 'Tick all in this folder' }).check();
  await expect(page.getByText('11 items, night 22 Feb')).toBeVisible();
});

test('a night and a tick take their rectangle, and a press leaves one version out of it', async ({ open }) => {
  const page = await open(annasSite);
  await page.getByRole('button', { name: 'Friday 22 February 2013' }).click();
  await page.getByRole('button', { name: 'Saturday 23 February 2013' }).click();
  await page.getByRole('checkbox', { name: 'Tick index.html' }).check();
  await expect(taken(page)).toContainText('22 and 23 Feb · 2 versions');
  await version(page, 'index.html', 'B', '22 Feb').click();
  await expect(taken(page)).toContainText('23 Feb');
  await expect(taken(page)).not.toContainText('22');
});

test('a version tells its size, time, mode and owner, and is shown as text, never run', async ({ open }) => {
  const page = await open(annasSite);
  await version(page, 'index.html', 'B', '22 Feb').hover();
  await expect(page.getByRole('tooltip')).toContainText('Friday 22 February 2013, version B');
  await expect(page.getByRole('tooltip')).toContainText(/kB · 21 Feb 00:11 · 0644 · 1001:1001/);
  await version(page, 'index.html', 'B', '22 Feb').dblclick();
  const dialog = page.getByRole('dialog', { name: 'index.html, Friday 22 February 2013' });
  await expect(dialog).toContainText('B: 22 Feb, 23 Feb');
  await expect(dialog.getByText('<script>window.stolen = true</script>')).toBeVisible();
  expect(await page.evaluate(() => 'stolen' in window)).toBe(false);
  await dialog.getByRole('combobox', { name: 'Beside' }).selectOption('C, 28 Feb');
  await expect(dialog.getByRole('region', { name: /^The difference/ })).toContainText('- <p>This is version C.</p>');
  await expect(dialog.getByRole('region', { name: /^The difference/ })).toContainText('+ <p>This is version B.</p>');
  // Pressed twice, it was taken and left out again.
  await expect(dialog.getByRole('button', { name: 'Take this version' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Download this file' }).click();
  await expect(dialog).toContainText('/home/maria/Downloads/index.html on desk7');
});

test('versions are reached, taken and looked at by keyboard', async ({ open }) => {
  const page = await open(annasSite);
  const grid = page.getByRole('grid', { name: /^Files in / });
  await grid.focus();
  await page.keyboard.press('i');
  await page.keyboard.press('i');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await expect(taken(page).getByRole('listitem')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: /, Friday 22 February 2013$/ })).toBeVisible();
});

test('the choice of a customer is there again after another’s, which Ctrl K finds without a letter', async ({
  open,
}) => {
  const page = await open(annasSite);
  await version(page, 'index.html', 'B', '22 Feb').click();
  await page.getByRole('textbox', { name: 'Ticket' }).fill('#48213');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('col00107');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'col00107' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Ticket' })).toHaveValue('');
  await expect(taken(page)).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Backspace');
  const recent = page.getByRole('group', { name: 'Recent' });
  await recent.getByRole('option', { name: /col00214/ }).click();
  await expect(taken(page).getByRole('listitem')).toHaveCount(1);
  await expect(page.getByRole('textbox', { name: 'Ticket' })).toHaveValue('#48213');
});

test('a folder opens by a quick answer, and the next one is read before it is opened', async ({ open }) => {
  const page = await open(`/customers/col00214/files/jail15${annasRoot}/usr`);
  await expect(page.getByRole('button', { name: 'Open home' })).toBeVisible();
  const asked = async () => (await sent(page, 'files.history')) as { path: string; quick?: boolean }[];
  await expect
    .poll(async () => (await asked()).some(({ path, quick }) => quick && path.endsWith('/usr/home')))
    .toBe(true);
  const before = (await asked()).length;
  await page.getByRole('button', { name: 'Open home' }).click();
  await expect(page.getByRole('button', { name: 'Open anna' })).toBeVisible();
  expect((await asked()).slice(before).filter(({ path, quick }) => quick && path.endsWith('/usr/home'))).toEqual([]);
});

test('nights alone take everything, until a version says what is wanted', async ({ open }) => {
  const page = await open(annasSite);
  await day(page, /^Friday 22 February/).click();
  await expect(page.getByText('everything backed up, 7 directories, night 22 Feb')).toBeVisible();
  await version(page, 'index.html', 'C', '24 Feb').click();
  await expect(page.getByText('1 item, night 24 Feb')).toBeVisible();
});
