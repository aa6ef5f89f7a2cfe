import { annasRoot, day, expect, sent, test } from './screens.ts';

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
