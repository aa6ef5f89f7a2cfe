import type { Page } from '@playwright/test';
import { expect, sent, test } from './screens.ts';

const needs = (page: Page) => page.getByRole('region', { name: 'Needs you' });
const box = (page: Page, name: string) => needs(page).getByRole('checkbox', { name: `Select ${name}` });

test('who is on a failure stands on it; it is taken, left to others and taken back by Undo', async ({ open }) => {
  const page = await open('/tonight');
  const collapsed = needs(page).getByRole('listitem', { name: /^virt9: far fewer/ });
  await expect(collapsed).toContainText('taken by anna@desk7, 10 min ago');
  const missed = needs(page).getByRole('listitem', { name: 'jail17: no result' });
  await missed.getByRole('button', { name: 'More for jail17: no result' }).click();
  await page.getByRole('menuitem', { name: 'I’m on it' }).click();
  await expect(missed).toContainText('taken by maria, just now');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(missed).not.toContainText('taken by');
  expect(await sent(page, 'failures.triage')).toEqual([
    { kind: 'take', ids: ['jail17-missed'] },
    { kind: 'reopen', ids: ['jail17-missed'] },
  ]);
});

test('several are chosen by the keyboard alone and acknowledged with one reason, and one Undo puts all back', async ({
  open,
}) => {
  const page = await open('/tonight');
  const first = box(page, 'jail15: a directory to back up is not there');
  await first.focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+Space');
  const bar = page.getByRole('toolbar', { name: 'What is selected' });
  await expect(bar).toContainText('3 failures selected');
  // x takes out the one whose card has the focus.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('x');
  await expect(bar).toContainText('2 failures selected');
  await page.keyboard.press('x');
  await expect(bar).toContainText('3 failures selected');
  await bar.getByRole('button', { name: 'Acknowledge…' }).click();
  await page.keyboard.type('the disks are exchanged tonight');
  await page.keyboard.press('Enter');
  await expect(page.getByText('4 failures acknowledged or snoozed')).toBeVisible();
  await expect(bar).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('1 failure acknowledged or snoozed')).toBeVisible();
  const asked = (await sent(page, 'failures.triage')) as { kind: string; ids: string[]; reason?: string }[];
  expect(asked.map(({ kind, ids }) => [kind, ids.length])).toEqual([
    ['acknowledge', 3],
    ['reopen', 3],
  ]);
  expect(asked[0]?.reason).toBe('the disks are exchanged tonight');
});

test('Escape lets go of what is selected, and x does nothing while one types', async ({ open }) => {
  const page = await open('/tonight');
  await box(page, 'jail17: no result').check();
  await expect(page.getByRole('toolbar', { name: 'What is selected' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find a host' }).fill('x');
  await expect(page.getByText('1 failure selected')).toBeVisible();
  await box(page, 'jail17: no result').focus();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('toolbar', { name: 'What is selected' })).toBeHidden();
});

test('customers to write to are copied: their ids, and a table', async ({ open, context }) => {
  const page = await open('/tonight');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await box(page, 'jail15: a directory to back up is not there').check();
  await box(page, 'virt9: far fewer files than the night before').check();
  const bar = page.getByRole('toolbar', { name: 'What is selected' });
  await bar.getByRole('button', { name: 'Customers…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Customers to write to' });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await dialog.getByRole('button', { name: 'Copy 2 customers' }).click();
  await expect.poll(copied).toBe('col00214\ncol00551\n');
  await dialog.getByRole('button', { name: 'Copy as CSV' }).click();
  await expect
    .poll(async () => (await copied()).replaceAll('\r\n', '\n'))
    .toBe(
      'customer,host,entry,since,last good night\ncol00214,jail15,/www,2013-02-26,2013-02-25\ncol00551,virt9,/home,2013-02-28,2013-02-27\n',
    );
});

test('of a whole host, all who are backed up there are to be written to', async ({ open }) => {
  const page = await open('/tonight', '?changed-key');
  await box(page, 'virt10: its host key changed').check();
  await page.getByRole('toolbar').getByRole('button', { name: 'Customers…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Customers to write to' });
  await expect(dialog.getByRole('row', { name: /^col00420 virt10 / })).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Copy 1 customer' })).toBeVisible();
});

test('a daily digest is set up by its address, which is not shown again, and sent once as a trial', async ({
  open,
}) => {
  const page = await open('/settings');
  const card = page.getByRole('region', { name: 'Daily digest' });
  await expect(card).toContainText('None is sent.');
  const save = card.getByRole('button', { name: 'Save' });
  await expect(save).toBeDisabled();
  await card.getByLabel('Address of the webhook').fill('https://chat.example.com/hooks/secret');
  await save.click();
  await expect(card).toContainText('It goes to chat.example.com.');
  await expect(card.getByLabel('Address of the webhook')).toHaveValue('');
  await card.getByRole('button', { name: 'Send one now' }).click();
  await expect(page.getByText('Sent to chat.example.com')).toBeVisible();
  await card.getByRole('button', { name: 'Send none any more' }).click();
  await expect(card).toContainText('None is sent.');
  expect(await sent(page, 'digest.set')).toEqual([
    { at: '08:00', url: 'https://chat.example.com/hooks/secret' },
    { at: '08:00', url: '' },
  ]);
});
