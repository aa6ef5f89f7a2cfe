import { annasRoot, annasSite, day, expect, sent, test } from './screens.ts';

const friday = /^Friday 22 February 2013, good, 3 files changed/;

test('a restore for staff to look at goes to the machine they sit at, and has no reply', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await day(page, friday).click();
  await page.getByRole('combobox', { name: 'Deliver to' }).selectOption('the machine Nightkeep runs on');
  await expect(page.getByText('/home/anna/Downloads/col00214-2013-02-22.tar.gz')).toBeVisible();
  await expect(page.getByText('12.4 GB free on the machine Nightkeep runs on')).toBeVisible();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const [request] = (await sent(page, 'restore.start')) as { to: unknown }[];
  expect(request?.to).toEqual({ way: 'desk' });
  await expect(page.getByText('files and folders, verified there')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reply to the customer' })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Copy reply' })).toBeHidden();
});

test('unpacked in a new folder, it is told as a folder, with a reply that knows of no tarball', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await day(page, friday).click();
  await page.getByRole('combobox', { name: 'Deliver to' }).selectOption('unpacked in a new folder');
  await expect(page.getByText('/restored-2013-02-22/', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const [request] = (await sent(page, 'restore.start')) as { to: unknown }[];
  expect(request?.to).toEqual({ way: 'unpacked' });
  await expect(page.getByText('unpacked and compared there')).toBeVisible();
  await expect(page.getByText('/restored-2013-02-22', { exact: true })).toBeVisible();
  const reply = page.getByRole('textbox', { name: 'Reply to the customer' });
  await expect(reply).toHaveValue(/unpacked in a new folder\./);
  await expect(reply).not.toHaveValue(/tar/);
  await expect(page.getByText('This one tells of a folder, in the template’s language.')).toBeVisible();
});

test('a customer who moved gets it on their new host', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await day(page, friday).click();
  await page.getByRole('combobox', { name: 'Deliver to' }).selectOption('their / on jail12');
  const root = page.getByRole('textbox', { name: 'Their / on jail12' });
  await expect(root).toHaveValue(annasRoot);
  await root.fill('/mnt/data2/69.55.238.98-col00214-DIR');
  await expect(page.getByText('12.4 GB free on jail12')).toBeVisible();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const [request] = (await sent(page, 'restore.start')) as { to: unknown }[];
  expect(request?.to).toEqual({ way: 'host', host: 'jail12', root: '/mnt/data2/69.55.238.98-col00214-DIR' });
});

test('in place is offered only where Settings allow it, names what goes aside, and is asked once more', async ({
  open,
}) => {
  const page = await open(annasSite, '?tick=10');
  await day(page, friday).click();
  await page.getByRole('checkbox', { name: 'Tick index.html' }).check();
  const where = page.getByRole('combobox', { name: 'Deliver to' });
  await expect(where).toBeVisible();
  await expect(where.getByRole('option', { name: /in place/ })).toHaveCount(0);

  await page.goto(`${page.url().split('?')[0]}?tick=10#/settings`);
  await page.getByRole('combobox', { name: 'Restores in place' }).selectOption('can be chosen');
  await expect(page.getByText('stays beside it under another name')).toBeVisible();
  await page.getByRole('button', { name: 'Save the fleet' }).click();
  await expect
    .poll(async () => ((await sent(page, 'fleet.save')) as { fleet: { restoreInPlace?: boolean } }[])[0]?.fleet)
    .toMatchObject({ restoreInPlace: true });

  await page.goto(`${page.url().split('?')[0]}?tick=10&in-place#${annasSite}`);
  await day(page, friday).click();
  await page.getByRole('checkbox', { name: 'Tick index.html' }).check();
  await where.selectOption('in place of what is there');
  const before = '/usr/home/anna/www/.before-restored-2013-02-22.index.html';
  await expect(page.getByText(`what is there goes aside, to ${before}`)).toBeVisible();
  await page.getByRole('button', { name: 'Restore in place…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Replace 1 file or folder of col00214?' });
  await expect(question.getByText('Nothing is deleted: what is there stays beside it')).toBeVisible();
  await expect(question.getByText('/usr/home/anna/www/index.html', { exact: true })).toBeVisible();
  await expect(question.getByText(before)).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  expect(await sent(page, 'restore.start')).toEqual([]);
  await page.getByRole('button', { name: 'Restore in place…' }).click();
  await question.getByRole('button', { name: 'Move aside and restore' }).click();
  const [request] = (await sent(page, 'restore.start')) as { to: unknown }[];
  expect(request?.to).toEqual({ way: 'in-place', confirm: [`${annasRoot}/usr/home/anna/www/index.html`] });
  await expect(page.getByText(`what was there is ${before}`)).toBeVisible();
  const reply = page.getByRole('textbox', { name: 'Reply to the customer' });
  await expect(reply).toHaveValue(/back in their places on your system\./);
  await expect(reply).toHaveValue(new RegExp(`what was there before: ${before}`));
  await expect(page.getByText('This one tells of what was put in place')).toBeVisible();
});

test('what is held is put in place, too, after the question; what can’t be is refused in words', async ({ open }) => {
  const page = await open('/holds', '?tick=10');
  const dialog = page.getByRole('dialog', { name: /^Restore / });
  const where = dialog.getByRole('combobox', { name: 'Deliver to' });
  await page.getByRole('button', { name: 'Restore: the hold of 12 Feb of col00107' }).click();
  await expect(dialog).toContainText('12.4 GB free');
  await expect(where.getByRole('option', { name: /in place/ })).toHaveCount(0);

  await page.goto(`${page.url().split('?')[0]}?tick=10&in-place#/holds`);
  // Two nights of one folder: one of them alone can be in place.
  await page.getByRole('button', { name: 'Restore again: the hold of 21 and 22 Feb of col00214' }).click();
  await where.selectOption('in place of what is there');
  await expect(dialog.getByRole('alert')).toContainText('/etc is chosen of 2013-02-21 and of 2013-02-22');
  await expect(dialog.getByRole('button', { name: 'Restore in place…' })).toBeDisabled();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Restore: the hold of 12 Feb of col00107' }).click();
  await where.selectOption('in place of what is there');
  const before = '/usr/.before-restored-2013-02-12.home';
  await expect(dialog).toContainText(`what is there goes aside, to ${before}`);
  await dialog.getByRole('button', { name: 'Restore in place…' }).click();
  const question = page.getByRole('alertdialog', { name: 'Replace 1 file or folder of col00107?' });
  await expect(question.getByText('/usr/home', { exact: true })).toBeVisible();
  await expect(question.getByText(before)).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  // Back to the plan, with what was chosen there.
  await expect(where).toHaveValue('in-place');
  expect(await sent(page, 'restore.start')).toEqual([]);
  await dialog.getByRole('button', { name: 'Restore in place…' }).click();
  await question.getByRole('button', { name: 'Move aside and restore' }).click();
  await expect(page).toHaveURL(/#\/customers\/col00107\/job\//);
  expect(await sent(page, 'restore.start')).toEqual([
    {
      hold: { server: 'backup1', id: 'h-20130212-g7h8i9' },
      to: { way: 'in-place', confirm: ['/mnt/data1/69.55.226.12-col00107-DIR/usr/home'] },
    },
  ]);
  await expect(page.getByText(`what was there is ${before}`)).toBeVisible();
  const reply = page.getByRole('textbox', { name: 'Reply to the customer' });
  await expect(reply).toHaveValue(/back in their places on your system\./);
  await expect(reply).toHaveValue(new RegExp(`what was there before: ${before}`));
});
