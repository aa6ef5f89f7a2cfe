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
  await page.getByRole('combobox', { name: 'Deliver to' }).selectOption('their /, unpacked in a new folder');
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
  await where.selectOption('in place; what is there goes aside');
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
