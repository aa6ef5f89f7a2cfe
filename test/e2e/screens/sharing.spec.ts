import { expect, sent, test } from './screens.ts';

test('the team’s fleet is compared, and what is chosen of it taken over', async ({ open }) => {
  const page = await open('/settings');
  const card = page.getByRole('region', { name: 'The team’s fleet' });
  await card.getByRole('button', { name: 'Read the team’s fleet' }).click();
  await expect(card.getByRole('status')).toContainText('published by maria');
  // What only the team has is chosen at first; what both have, each another way, is shown with both sides.
  await expect(card.getByRole('checkbox', { name: /^jail40/ })).toBeChecked();
  const moved = card.getByRole('checkbox', { name: /^jail11 host not as the team has it/ });
  await expect(moved).not.toBeChecked();
  await expect(card.getByText('host: 127.0.0.1 → 10.0.0.11')).toBeVisible();
  await expect(card.getByRole('checkbox', { name: /only yours; taken over, it goes/ })).not.toBeChecked();
  await moved.check();
  await card.getByRole('button', { name: 'Take over 3 differences' }).click();
  await expect(page.getByText('3 differences taken over into your fleet')).toBeVisible();
  expect(await sent(page, 'teamFleet.takeOver')).toEqual([
    { revision: 'r1', take: ['hosts/jail40', 'hosts/jail41', 'hosts/jail11'] },
  ]);
  await expect(page.getByText('jail41', { exact: true })).toBeVisible();
});

test('one’s own fleet becomes the team’s by its own button', async ({ open }) => {
  const page = await open('/settings');
  const card = page.getByRole('region', { name: 'The team’s fleet' });
  await card.getByRole('button', { name: 'Read the team’s fleet' }).click();
  await card.getByRole('button', { name: 'Publish yours in its place' }).click();
  await expect(page.getByText('Your fleet is the team’s now, on backup2')).toBeVisible();
  await card.getByRole('button', { name: 'Read the team’s fleet' }).click();
  await expect(card.getByRole('status')).toContainText('Yours is the same.');
});

test('a team’s fleet of a thousand hosts is few elements', async ({ open }) => {
  const page = await open('/settings', '?fleet=thousand');
  await page.getByLabel('Scripts come from server').selectOption('backup2');
  await page.getByRole('button', { name: 'Save the fleet' }).click();
  const card = page.getByRole('region', { name: 'The team’s fleet' });
  await card.getByRole('button', { name: 'Read the team’s fleet' }).click();
  await expect(card.getByRole('status')).toContainText('1,011 machines');
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1500);
});

test('a newcomer takes the team’s fleet from the first server they name', async ({ open }) => {
  const page = await open('/', '?fleet=empty&tick=5');
  await page.getByLabel(/A line each/).fill('backup2 root@10.0.0.2');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByLabel('Private key file').fill('/home/new/.ssh/id');
  await page.getByRole('button', { name: 'Reach 1 server' }).click();
  const card = page.getByRole('region', { name: 'Do your colleagues have a fleet already?' });
  await card.getByRole('button', { name: 'Read the team’s fleet' }).click();
  await card.getByRole('button', { name: 'Choose all the team has' }).click();
  await card.getByRole('button', { name: /^Take over \d+ differences/ }).click();
  await expect(page.getByText('Your fleet is saved')).toBeVisible();
  expect(await sent(page, 'teamFleet.takeOver')).toEqual([
    expect.objectContaining({
      at: { server: 'backup2', path: '/data/scripts' },
      identityFile: '/home/new/.ssh/id',
      take: expect.arrayContaining(['hosts/jail40', 'servers/backup1']),
    }),
  ]);
});

test('host keys are taken from a list, but for those that changed', async ({ open }) => {
  const page = await open('/settings');
  const card = page.getByRole('region', { name: 'Host keys from a list' });
  await card.getByRole('textbox').fill('anything');
  await card.getByRole('button', { name: 'Compare' }).click();
  await expect(card.getByText('3 to trust · 1 known already · 1 changed · 1 revoked · 3 lines')).toBeVisible();
  const refused = card.getByRole('region', { name: 'Keys that are not taken over' });
  await expect(refused).toContainText('jail20 is known by SHA256:oLd');
  await expect(refused.getByRole('checkbox')).toHaveCount(0);
  // One whose machine shows another key, and one of another type, are taken only by whoever looks at them.
  await expect(card.getByLabel('Take the key of jail17', { exact: true })).toBeChecked();
  await expect(card.getByLabel('Take the key of jail18', { exact: true })).not.toBeChecked();
  await card.getByLabel('Take the key of jail19', { exact: true }).check();
  await card.getByRole('button', { name: 'Trust these 2' }).click();
  await expect(page.getByText('2 keys of 2 machines trusted')).toBeVisible();
  expect(await sent(page, 'hostKeys.import')).toEqual([
    { text: 'anything', keys: ['jail17', 'jail19'].map((machine) => expect.objectContaining({ machine })) },
  ]);
});
