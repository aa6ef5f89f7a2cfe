import type { Locator } from '@playwright/test';
import { day, expect, sent, test } from './screens.ts';

const friday = /^Friday 22 February 2013, good, 3 files changed/;
const reply = 'Reply to the customer';

test('the finished reply takes the middle, its command on one line, and what was typed stays', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await day(page, friday).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const card = page.getByRole('region', { name: reply });
  const text = card.getByRole('textbox', { name: reply });
  await expect(text).toHaveValue(/^Your backup of 22 February 2013 is on your system\./);
  await expect(page.getByRole('searchbox', { name: 'Find a file in all nights' })).toBeHidden();
  await expect(card.getByRole('button', { name: 'Copy reply' })).toBeFocused();

  const command = page.getByRole('region', { name: 'The command' });
  await expect(command).toHaveText(
    /^mkdir -p \/restore-tmp\/col00214-2013-02-22 && cd .* && tar --numeric-owner -xzpf \S+$/,
  );
  await page.getByRole('button', { name: 'Copy the command' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await command.innerText());

  await text.fill('Dear Anna');
  await page.getByRole('link', { name: 'Holds' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Holds' })).toBeVisible();
  await page.goBack();
  await expect(text).toHaveValue('Dear Anna');

  await card.getByRole('button', { name: 'Start again from the template' }).click();
  await expect(text).toHaveValue(/^Your backup of/);
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await expect(text).toHaveValue('Dear Anna');
});

/** Lines that a command's letters stand in. */
const linesOf = (command: Locator) =>
  command.evaluate((box) => {
    const code = box.querySelector('code') ?? box;
    return Math.round(code.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(code).lineHeight));
  });

test('a command fits a line of a window of 1440, and breaks at blanks where it can’t', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await page.setViewportSize({ width: 1440, height: 900 });
  const command = page.getByRole('region', { name: 'The command' });
  const fits = async (width: number) => {
    await page.setViewportSize({ width, height: 900 });
    expect(await command.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
    return linesOf(command);
  };
  await day(page, friday).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  expect(await fits(1440)).toBe(1);
  expect(await fits(1024)).toBeGreaterThan(1);
  // At blanks alone: each word stands in one line.
  const heights = await command.locator('code span').evaluateAll((words) => words.map((word) => word.clientHeight));
  expect(Math.max(...heights)).toBeLessThan(25);
  await page.getByRole('button', { name: 'Copy the command' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^mkdir [^\n]+\.tar\.gz$/);

  // Nights of two months, by zstd: the longest that there is, of a customer with an id of eight letters.
  await open('/customers/col00551', '?tick=10&longer');
  await page.setViewportSize({ width: 1440, height: 900 });
  await day(page, /^Thursday 28 February 2013/).click();
  await page.getByRole('button', { name: 'Month before' }).click();
  await day(page, /^Thursday 31 January 2013/).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(command).toHaveText(/ && zstd -dc \/col00551-2013-01-31\.\.2013-02-28\.tar\.zst \| tar /);
  expect(await fits(1440)).toBe(1);
  expect(await fits(480)).toBeGreaterThan(1);
});

test('another template speaks another language, and is the one of the next reply; an edit is not lost by it', async ({
  open,
}) => {
  const page = await open('/customers/col00214', '?tick=10');
  await day(page, friday).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const text = page.getByRole('textbox', { name: reply });
  const template = page.getByRole('combobox', { name: 'Template' });
  await expect(template).toHaveValue('english');
  await text.fill('Dear Anna');
  await template.selectOption('Deutsch');
  await expect(text).toHaveValue(/^Ihre Sicherung vom 22\. Februar 2013 liegt auf Ihrem System\./);
  expect(await sent(page, 'replies.choose')).toEqual([{ template: 'german' }]);
  await template.selectOption('English');
  await expect(text).toHaveValue('Dear Anna');
  await template.selectOption('Deutsch');
  await page.getByRole('button', { name: 'New restore' }).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(text).toHaveValue(/^Ihre Sicherung/);
});

test('the reply is put away for the files, and comes back; an older one opens in its place', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=10');
  await day(page, friday).click();
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const text = page.getByRole('textbox', { name: reply });
  await expect(text).toBeVisible();
  await page.getByRole('button', { name: 'Back to the files' }).click();
  await expect(text).toBeHidden();
  await expect(page.getByRole('searchbox', { name: 'Find a file in all nights' })).toBeVisible();
  await page.getByRole('button', { name: 'Show the reply' }).click();
  await expect(text).toHaveValue(/22 February/);

  await page.getByRole('button', { name: 'Open the reply' }).click();
  await expect(text).toHaveValue(/21 and 22 February is on your system/);
  await expect(text).toBeFocused();
  await expect(page.getByText('so no template fits it')).toBeVisible();
  await expect(page.getByText('Restore of 22 Feb')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Template' })).toBeHidden();
});

test('a template is written in Settings, on an example, with a field that there is not told where it is typed', async ({
  open,
}) => {
  const page = await open('/settings');
  const card = page.getByRole('region', { name: 'Replies to customers' });
  const preview = card.getByRole('region', { name: 'Preview of the reply' });
  await expect(preview).toContainText('Your backup of 22 and 24 February 2013');
  await expect(card.getByRole('textbox', { name: 'Text' })).toHaveAttribute('readonly');
  await card.getByRole('button', { name: 'Make a copy' }).click();
  await card.getByRole('textbox', { name: 'Name' }).fill('Court');
  await card.getByRole('combobox', { name: 'Language of dates and sizes' }).selectOption('de');
  await card.getByRole('textbox', { name: 'Text' }).fill('Zum {heldUntil}.\n\n{ticketLink}\n{oops}\n\n{signature}');
  await expect(card.getByRole('alert')).toHaveText('Line 4: there is no field {oops}.');
  await expect(preview).toContainText('Zum 14. März 2013.');
  await expect(card).toContainText('Left out here, since there is no {ticketLink}');
  await card.getByRole('button', { name: 'Save the replies' }).click();
  await expect(card).toContainText('there is no field {oops}');

  await card.getByRole('textbox', { name: 'Text' }).fill('Zum {heldUntil}.\n\n{ticketLink}\n\n{signature}');
  await card.getByRole('textbox', { name: 'Signature' }).fill('Maria');
  await card.getByRole('textbox', { name: 'Address of a ticket' }).fill('http://tickets.example.com/{ticket}');
  await expect(card).toContainText('an address such as https://tickets.example.com/{ticket}');
  await card.getByRole('textbox', { name: 'Address of a ticket' }).fill('https://tickets.example.com/{ticket}');
  await expect(preview).toHaveText('Zum 14. März 2013.\n\nhttps://tickets.example.com/48213\n\nMaria');
  // What is not saved yet is there again after a look at another screen.
  await page.evaluate(() => (location.hash = '#/holds'));
  await expect(page.getByRole('heading', { level: 1, name: 'Holds' })).toBeVisible();
  await page.evaluate(() => (location.hash = '#/settings'));
  await expect(card).toContainText('not saved yet');
  await card.getByRole('button', { name: 'Save the replies' }).click();
  await expect(card.getByRole('button', { name: 'Save the replies' })).toBeHidden();
  const calls = (await sent(page, 'replies.set')) as { templates: { name: string; language: string }[] }[];
  expect(calls.at(-1)).toMatchObject({
    signature: 'Maria',
    ticketAddress: 'https://tickets.example.com/{ticket}',
    templates: [{ name: 'Court', language: 'de' }],
  });
});

test('ticket numbers are links where Settings says to where, and only there', async ({ open }) => {
  const linked = await open('/customers/col00214', '?tickets=https://tickets.example.com/t/{ticket}');
  const link = linked.getByRole('region', { name: 'Past restores' }).getByRole('link', { name: '#47990' });
  await expect(link).toHaveAttribute('href', 'https://tickets.example.com/t/47990');
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  const activity = await open('/activity', '?tickets=https://tickets.example.com/t/{ticket}');
  await expect(activity.getByRole('link', { name: '#47990' })).toHaveAttribute('target', '_blank');
  const plain = await open('/activity');
  await expect(plain.getByText('#47990')).toBeVisible();
  await expect(plain.getByRole('link', { name: '#47990' })).toBeHidden();
});
