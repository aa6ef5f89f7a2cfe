import { expect, sent, test } from './screens.ts';

test('without a fleet one is led from servers to a first customer', async ({ open }) => {
  const page = await open('/', '?fleet=empty&tick=5');
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome to Nightkeep' })).toBeVisible();
  await page.getByRole('group', { name: 'From ~/.ssh/config' }).getByLabel('backup1').check();
  await page.getByRole('button', { name: 'Add 1 machine' }).click();
  await page.getByRole('button', { name: 'Reach 1 server' }).click();
  await expect(page.getByRole('list', { name: 'Your servers' })).toContainText('nights of 2 hosts');
  await page.getByRole('button', { name: 'Go on' }).click();

  await page.getByLabel(/A line each/).fill('jail15 root@10.0.0.15\ndown1\nno such line of a list');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByText('Line 1: ')).toBeVisible();
  await expect(page.getByLabel(/A line each/)).toHaveValue('no such line of a list');
  const found = page.getByRole('group', { name: 'Your servers have nights of' });
  await expect(found.getByRole('checkbox')).toHaveCount(1);
  await page.getByRole('button', { name: 'Reach 2 hosts' }).click();
  const hosts = page.getByRole('list', { name: 'Your hosts' });
  await expect(hosts.getByRole('listitem').first()).toContainText('down1');
  await expect(hosts).toContainText('down1 refuses the connection.');
  await page.getByRole('button', { name: 'Go on with 1 of 2' }).click();

  await expect(page.getByRole('table').first()).toContainText('col00214');
  await page.getByRole('button', { name: 'Save the fleet and read it' }).click();
  await expect(page.getByText('Your fleet is saved')).toBeVisible();
  expect(await sent(page, 'fleet.save')).toEqual([
    {
      fleet: expect.objectContaining({
        servers: [expect.objectContaining({ name: 'backup1', ssh: { host: 'backup1' } })],
        hosts: [
          expect.objectContaining({
            name: 'jail15',
            ssh: { host: '10.0.0.15', user: 'root' },
            configPath: '/usr/local/jail/bin/backup.config',
          }),
        ],
        customerPatterns: [
          '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR',
          '/vz/private/(?<customer>col\\d{5})(?=/|$)',
        ],
      }),
    },
  ]);
});

test('what was typed is there after a look at another screen', async ({ open }) => {
  const page = await open('/', '?fleet=empty');
  await page.getByLabel(/A line each/).fill('backup7 root@10.0.0.7:2222');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('link', { name: 'Settings', exact: true }).click();
  await page.goBack();
  await expect(page.getByRole('list', { name: 'Your servers' })).toContainText('root@10.0.0.7:2222');
});

test('a list is opened out of a file, and what is no list is said', async ({ open }) => {
  const page = await open('/', '?fleet=empty');
  const choose = async (name: string, buffer: Buffer) => {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open a list…' }).click();
    await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer });
  };
  await choose('disk.img', Buffer.alloc(5_000_000));
  const refused = page.getByText('disk.img has 5 MB, and a list at most 4 MB. Choose another file.');
  await expect(refused).toBeVisible();
  await expect(page.getByLabel(/A line each/)).toHaveValue('');
  await choose('servers.txt', Buffer.from('backup7 root@10.0.0.7:2222\n'));
  await expect(page.getByLabel(/A line each/)).toHaveValue('backup7 root@10.0.0.7:2222\n');
  await expect(refused).toHaveCount(0);
  // Once more, as it is now.
  await choose('servers.txt', Buffer.from('backup8 root@10.0.0.8\n'));
  await expect(page.getByLabel(/A line each/)).toHaveValue('backup8 root@10.0.0.8\n');
});

test('a thousand machines that are brought in are few elements, though none of them answers', async ({ open }) => {
  const page = await open('/', '?fleet=empty&tick=1');
  const lines = Array.from({ length: 1000 }, (_, index) => `down${index} root@10.0.0.1`);
  await page.getByLabel(/A line each/).fill(lines.join('\n'));
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: /^Reach 1,?000 servers/ }).click();
  const list = page.getByRole('list', { name: 'Your servers' });
  await expect(list).toContainText('down0 refuses the connection.');
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1500);
  await list.evaluate((element) => element.parentElement?.scrollTo(0, element.scrollHeight));
  await expect(list.getByRole('listitem').last()).toContainText('down999');
});
