import type { Locator, Page } from '@playwright/test';
import { expect, sent, test } from './screens.ts';

const card = (page: Page) => page.getByRole('region', { name: 'What this host may do on its server' });

test('an open key is said to be open, and bound only after a look at what that does', async ({ open }) => {
  const page = await open('/hosts/jail15', '?tick=10');
  await expect(card(page)).toContainText('not bound to a gate');
  await expect(card(page).getByRole('list', { name: 'What is open' })).toContainText('delete every night there');
  // By keyboard alone.
  await card(page).getByRole('button', { name: 'Bind to the gate…' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Bind the key of jail15 to a gate on backup1?' });
  await expect(dialog.getByRole('list', { name: 'What would be done' }).getByRole('listitem')).toHaveCount(4);
  expect(await sent(page, 'gate.install')).toEqual([{ host: 'jail15', remove: false, dryRun: true }]);
  const keys = dialog.getByRole('group', { name: 'Keys that jail15 names as its own' });
  await expect(keys.getByText('proven', { exact: true })).toBeVisible();
  for (const next of ['checkbox', 'button'] as const) {
    await page.keyboard.press('Tab');
    await expect(keys.getByRole(next)).toBeFocused();
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('button', { name: 'Bind the key' })).toBeFocused();
  await page.keyboard.press('Enter');
  const done = page.getByRole('dialog', { name: 'The key of jail15 is bound to the gate' });
  await expect(done.getByRole('list', { name: 'What was done' })).toContainText('authorized_keys');
  await done.getByRole('button', { name: 'Close' }).click();
  await expect(card(page)).toContainText('bound to the gate on backup1');
  await expect(card(page)).toContainText('Nothing that jail15 asked for was ever refused.');
});

test('a key that a host names without proof is bound only where somebody ticks it', async ({ open }) => {
  const page = await open('/hosts/jail16', '?tick=10');
  await card(page).getByRole('button', { name: 'Bind to the gate…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Bind the key of jail16 to a gate on backup1?' });
  const keys = dialog.getByRole('group', { name: 'Keys that jail16 names as its own' });
  const [own, alices, forged] = ['root@jail16', 'alice@desk', 'without a comment'].map((name) =>
    keys.getByRole('checkbox', { name }),
  ) as [Locator, Locator, Locator];
  await expect(own).toBeChecked();
  await expect(alices).not.toBeChecked();
  await expect(forged).toBeDisabled();
  await expect(keys).toContainText('too old to sign');
  await expect(keys).toContainText('“alice@desk”, names somebody or something else than jail16');
  const steps = dialog.getByRole('list', { name: 'What would be done' });
  await expect(steps).toContainText('root@jail16');
  await expect(steps).not.toContainText('alice@desk');

  await alices.focus();
  await page.keyboard.press('Space');
  await expect(steps).toContainText('alice@desk');
  // What was ticked keeps the keyboard, while what it would do is looked at anew.
  await expect(alices).toBeFocused();
  await alices.uncheck();
  await own.uncheck();
  await expect(dialog).toContainText('No key is ticked');
  await expect(dialog.getByRole('button', { name: 'Bind the key' })).toBeDisabled();
  await own.check();
  await expect(steps).toContainText('root@jail16');
  await dialog.getByRole('button', { name: 'Bind the key' }).click();
  await expect(page.getByRole('dialog', { name: 'The key of jail16 is bound to the gate' })).toBeVisible();
  expect((await sent(page, 'gate.install')).at(-1)).toEqual({
    host: 'jail16',
    remove: false,
    keys: [expect.stringMatching(/^SHA256:8Lb3/)],
  });
});

test('nothing is bound where one goes away after the look', async ({ open }) => {
  const page = await open('/hosts/jail15', '?tick=10');
  await card(page).getByRole('button', { name: 'Bind to the gate…' }).click();
  await expect(page.getByRole('list', { name: 'What would be done' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(card(page).getByRole('button', { name: 'Bind to the gate…' })).toBeFocused();
  expect(await sent(page, 'gate.install')).toHaveLength(1);
});

test('a bound host shows what was refused, and is freed only with a warning', async ({ open }) => {
  const page = await open('/hosts/jail12', '?tick=10');
  const refused = card(page).getByRole('table', { name: 'Refused' });
  await expect(refused.getByRole('row')).toHaveCount(1 + 5);
  await expect(card(page)).toContainText('31 times, the last 5 here');
  await card(page).getByRole('button', { name: 'Show 8' }).click();
  await expect(refused.getByRole('row')).toHaveCount(1 + 8);
  await card(page).getByRole('button', { name: 'Free the key…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Free the key of jail12 on backup1?' });
  await expect(dialog).toContainText('delete every night there');
  await dialog.getByRole('button', { name: 'Free the key' }).click();
  await page.getByRole('alertdialog', { name: 'The key of jail12 is free' }).getByRole('button').click();
  await expect(card(page)).toContainText('not bound to a gate');
});

test('a gate that was told other things is brought up to date', async ({ open }) => {
  const page = await open('/hosts/virt10', '?tick=10');
  await expect(card(page)).toContainText('bound, but not whole');
  await card(page).getByRole('button', { name: 'Update the gate…' }).click();
  await page.getByRole('button', { name: 'Update the gate', exact: true }).click();
  await page.getByRole('dialog', { name: 'The gate of virt10 is up to date' }).getByRole('button').click();
  await expect(card(page)).toContainText('bound to the gate on backup2');
});

test('where the server keeps its keys elsewhere, one tells where, once', async ({ open }) => {
  const page = await open('/hosts/virt9', '?tick=10');
  await expect(card(page).getByRole('alert')).toContainText('name the file in which it keeps the keys');
  const field = card(page).getByRole('textbox', { name: 'File of the keys that the server accepts' });
  await field.fill('keys');
  await page.keyboard.press('Enter');
  await expect(card(page)).toContainText('A full path begins with a slash.');
  await field.fill('/etc/ssh/keys/root');
  await page.keyboard.press('Enter');
  await expect(card(page)).toContainText('line 3 of /etc/ssh/keys/root');
  await card(page).getByRole('button', { name: 'Bind to the gate…' }).click();
  await expect(page.getByRole('list', { name: 'What would be done' })).toContainText('in /etc/ssh/keys/root:');
  await page.reload();
  await expect(card(page)).toContainText('line 3 of /etc/ssh/keys/root');
});

test('what could not be looked at is said, and looked at again', async ({ open }) => {
  const page = await open('/hosts/jail15', '?fail=gate.check');
  await expect(card(page).getByRole('alert')).toContainText('did not answer within 10 s');
  await card(page).getByRole('button', { name: 'Try again' }).click();
  await expect.poll(async () => (await sent(page, 'gate.check')).length).toBe(2);
});
