import { annasRoot, annasSite, day, drag, expect, sent, test } from './screens.ts';

const friday = /^Friday 22 February 2013, good, 3 files changed/;
const saturday = /^Saturday 23 February 2013/;
const sunday = /^Sunday 24 February 2013, warning, 253 files changed/;

test('from dragged nights and ticked files to the reply', async ({ open }) => {
  const page = await open(annasSite, '?tick=10');
  await drag(page, day(page, friday), day(page, sunday));
  for (const name of [friday, saturday, sunday]) await expect(day(page, name)).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText('3 nights, 2 distinct versions — 23 is the same as 22')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Tick index.html' }).check();
  await page.getByRole('checkbox', { name: 'Tick cgi-bin' }).check();
  await expect(page.getByText('2 items, nights 22, 23 and 24 Feb')).toBeVisible();
  await page.getByRole('textbox', { name: 'Ticket' }).fill('#48213');
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('list', { name: 'Steps of the restore' }).getByRole('listitem')).toHaveCount(4);
  await page.getByRole('textbox', { name: 'Reply to the customer' }).fill('Dear Anna');
  await page.getByRole('button', { name: 'Copy reply' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Dear Anna');

  // The folder is gone on the 24th, so of that night only the file is asked for.
  const [request] = (await sent(page, 'restore.start')) as { selections: { paths: string[] }[]; ticket: string }[];
  const site = `${annasRoot}/usr/home/anna/www`;
  expect(request?.ticket).toBe('#48213');
  expect(request?.selections.map(({ paths }) => paths.toSorted())).toEqual([
    [`${site}/cgi-bin`, `${site}/index.html`],
    [`${site}/cgi-bin`, `${site}/index.html`],
    [`${site}/index.html`],
  ]);
});

test('ticking nothing takes every directory of the nights, and says so', async ({ open }) => {
  const page = await open('/customers/col00214');
  await day(page, friday).click();
  await expect(page.getByText('everything backed up, 7 directories, night 22 Feb')).toBeVisible();
  await day(page, friday).click();
  await expect(page.getByText('Select nights in the calendar')).toBeVisible();
});

test('nights are kept by hand, with a reason and an end', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await drag(page, day(page, friday), day(page, saturday));
  await page.getByRole('button', { name: 'Keep these nights…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Keep 22 and 23 Feb of col00214' });
  await expect(dialog).toContainText('everything backed up, 7 directories, nights 22 and 23 Feb');
  const keep = dialog.getByRole('button', { name: 'Keep until 30 Mar' });
  await expect(keep).toBeDisabled();
  await expect(dialog.getByRole('textbox', { name: 'Why' })).toBeFocused();
  await page.keyboard.type('lawyers asked');
  await dialog.getByRole('combobox', { name: 'For how long' }).selectOption('90 days');
  await dialog.getByRole('textbox', { name: 'Why' }).press('Enter');
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Kept 22 and 23 Feb of col00214');
  await expect(dialog).toBeHidden();
  const held = page.getByRole('region', { name: 'Held for this customer' });
  await expect(held.getByRole('listitem').filter({ hasText: 'lawyers asked' })).toContainText(
    '22 and 23 Feb · until 29 May',
  );
  const [request] = (await sent(page, 'holds.create')) as { reason: string; selections: { paths: string[] }[] }[];
  expect(request).toMatchObject({ customer: 'col00214', reason: 'lawyers asked' });
  expect(request?.selections.map(({ paths }) => paths.length)).toEqual([7, 7]);
});

test('a hold that fails says why and asks again', async ({ open }) => {
  const page = await open('/customers/col00214', '?fail=holds.create');
  await day(page, friday).click();
  await page.getByRole('button', { name: 'Keep this night…' }).click();
  await page.keyboard.type('migration');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('did not answer within 10 s');
  await expect(page.getByRole('textbox', { name: 'Why' })).toHaveValue('migration');
});

test('the calendar by keyboard', async ({ open }) => {
  const page = await open('/customers/col00214');
  const newest = day(page, /^Thursday 28 February 2013/);
  await expect(newest).toHaveAttribute('tabindex', '0');
  await newest.focus();
  await page.keyboard.press('ArrowUp');
  await expect(day(page, /^Thursday 21 February/)).toBeFocused();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByRole('heading', { name: 'Selected: 21 – 23 Feb' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'No night selected' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(day(page, saturday)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('PageUp');
  await expect(page.getByText('January 2013', { exact: true })).toBeVisible();
});

test('the host of a customer is backed up from their page, which says that it is the host', async ({ open }) => {
  const page = await open('/customers/col00214', '?hold=/etc');
  const button = page.getByRole('button', { name: 'Back up jail15 now' });
  await button.focus();
  await expect(page.getByRole('tooltip')).toContainText('this customer’s and everybody else’s');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Backing up jail15…' })).toHaveAttribute('href', '#/hosts/jail15');
  expect(await sent(page, 'runs.start')).toEqual([{ host: 'jail15' }]);
  // Nothing of theirs would be in it.
  await open('/customers/col00666');
  await expect(page.getByRole('link', { name: 'Add their folders…' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Back up/ })).toBeHidden();
});

test('a missed night can’t be selected', async ({ open }) => {
  const page = await open('/customers/col00214');
  // By force, since Playwright itself will not click what says it is disabled.
  await day(page, /^Wednesday 27 February 2013, missed$/).click({ force: true });
  await expect(page.getByRole('heading', { name: 'No night selected' })).toBeVisible();
});

test('while the plan is measured anew, nothing of the old choice stands there', async ({ open }) => {
  const page = await open('/customers/col00214');
  await day(page, friday).click();
  await expect(page.getByText('/col00214-2013-02-22.tar.gz')).toBeVisible();
  await page.evaluate(() => window.fake?.wait('restore.plan', true));
  await day(page, sunday).click();
  await expect(page.getByText('nights 22 and 24 Feb')).toBeVisible();
  await expect(page.getByText('/col00214-2013-02-22.tar.gz')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Restore', exact: true })).toBeDisabled();
  await page.evaluate(() => window.fake?.wait('restore.plan', false));
  await expect(page.getByText('/col00214-2013-02-22..24.tar.gz')).toBeVisible();
});

test('nights that a hold has a part of are not called held', async ({ open }) => {
  const page = await open('/customers/col00214');
  // Only /etc of the 22nd is held.
  await expect(day(page, friday)).toHaveAccessibleName(/, a part of it is held until 8 Mar$/);
  await expect(day(page, sunday)).toBeVisible();
  await expect(page.getByText('held, or a part of it')).toBeVisible();
  await day(page, friday).click();
  await expect(page.getByText('A restore holds what it takes.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Tick etc' }).check();
  await expect(page.getByText('What is selected of it is held until 8 Mar.')).toBeVisible();
  await day(page, sunday).click();
  await expect(page.getByText('What is selected of it is held until 8 Mar.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Tick root' }).check();
  await expect(page.getByText('A restore holds what it takes.')).toBeVisible();
});

test('one night has no night that most was deleted in, and days between are not said', async ({ open }) => {
  const page = await open('/customers/col00214');
  await day(page, sunday).click();
  await expect(page.getByText('− 212 deleted', { exact: true })).toBeVisible();
  await day(page, friday).click();
  await expect(page.getByRole('heading', { name: 'Selected: 22 and 24 Feb' })).toBeVisible();
  await expect(page.getByText('− 212 deleted, most on 24 Feb')).toBeVisible();
});

test('a restore that fails says what is left where; cancelling is an outcome', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10&restore=fails');
  await day(page, friday).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'No room left' })).toContainText('Nothing was left there');
  await page.getByRole('button', { name: 'New restore' }).click();
  await expect(page.getByRole('button', { name: 'Restore', exact: true })).toBeEnabled();
});

test('a restore can be cancelled, and is found again by the job tray', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10&hold=Copy');
  await day(page, friday).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('listitem', { name: 'Copy to jail15, running' })).toBeVisible();
  await expect(page.getByText('everything backed up, 7 directories, night 22 Feb')).toBeVisible();
  await page.getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('button', { name: 'Jobs, 1 running' }).click();
  await page.getByRole('dialog', { name: 'Jobs' }).getByRole('link', { name: 'Restore of col00214' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('Cancelled. Nothing is left on the host')).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'Copy to jail15, stopped' })).toBeVisible();
});

test('nights that can’t be read say why, and come when tried again', async ({ open }) => {
  const page = await open('/customers/col00214', '?fail=nights.list');
  const alert = page.getByRole('alert').filter({ hasText: 'backup1 (127.0.0.1 port 2201) did not answer' });
  await expect(alert).toContainText('Check that the machine is up');
  // Not that there are none.
  await expect(page.getByText('The nights of jail15 could not be read.')).toBeVisible();
  await page.evaluate(() => window.fake?.fail('nights.list', undefined));
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('grid', { name: /^Nights on jail15/ })).toBeVisible();
});

test('until the nights are read, nothing is said of them', async ({ open }) => {
  const page = await open('/customers/col00214', '?wait=nights.list');
  await expect(page.getByText('Reading / in all nights…')).toBeVisible();
  await expect(page.getByText('No files to show')).toHaveCount(0);
  await page.evaluate(() => window.fake?.wait('nights.list', false));
  await expect(page.getByText('Reading / in all nights…')).toBeHidden();
});

test('a customer on two hosts has the nights of each', async ({ open }) => {
  const page = await open('/customers/col00420');
  await expect(page.getByRole('grid', { name: /^Nights on jail16/ })).toBeVisible();
  await page.getByRole('button', { name: 'virt10', exact: true }).click();
  await expect(page.getByRole('grid', { name: /^Nights on virt10/ })).toBeVisible();
});

test('a customer nobody backs up is told of, with what to do', async ({ open }) => {
  const page = await open('/customers/col00666');
  await expect(page.getByText('not in any backup on jail17')).toBeVisible();
  await expect(page.getByText('Add their directories to its backup.config')).toBeVisible();
  await expect(page.getByText('Drag over the nights you want')).toHaveCount(0);
});

test('what can’t be delivered now says why, and waits for its host where one says so', async ({ open }) => {
  const page = await open('/customers/col00214', '?down=jail15');
  await day(page, friday).click();
  await expect(page.getByRole('alert').filter({ hasText: 'It can’t be delivered now' })).toContainText(
    'jail15 (127.0.0.1 port 2213) does not answer',
  );
  await expect(page.getByRole('button', { name: 'Keep this night…' })).toBeEnabled();
  await page.getByRole('button', { name: 'Hold, and deliver when it answers' }).click();
  await expect.poll(() => sent(page, 'restore.start')).toMatchObject([{ customer: 'col00214', wait: true }]);
});
