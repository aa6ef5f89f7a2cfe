import type { Page } from '@playwright/test';
import { annasSite, day, expect, sent, test } from './screens.ts';

const version = (page: Page, name: RegExp, letter: string) =>
  page.getByRole('row', { name }).getByRole('button', { name: letter });
const taken = (page: Page) => page.getByRole('list', { name: 'What is taken' });
const ticket = (page: Page) => page.getByRole('textbox', { name: 'Ticket' });
const drafts = (page: Page) => page.getByRole('group', { name: 'Restores of this customer' });
const turnTo = (page: Page, name: string) => drafts(page).getByRole('button', { name, exact: true }).click();
const another = (page: Page) => page.getByRole('button', { name: 'Another ticket' });

/** A version for #48213, to be looked at by staff; for a second ticket a night, which is none yet. */
async function twoTickets(page: Page) {
  await expect(drafts(page)).toBeHidden();
  await expect(another(page)).toBeHidden();
  await version(page, /Tick index\.html/, 'version B, 22 Feb').click();
  await ticket(page).fill('#48213');
  await page.getByRole('combobox', { name: 'Deliver to' }).selectOption('the machine Nightkeep runs on');
  await another(page).click();
  await expect(taken(page)).toBeHidden();
  await expect(ticket(page)).toHaveValue('');
  await expect(drafts(page).getByRole('button', { name: 'Restore 2', exact: true })).toBeFocused();
  await ticket(page).fill('#48377');
  await day(page, /^Sunday 24 February/).click();
}

test('two tickets of one customer are worked on at once, each with its choice, its restore and its reply', async ({
  open,
}) => {
  const page = await open(annasSite, '?tick=5');
  await twoTickets(page);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const reply = page.getByRole('textbox', { name: 'Reply to the customer' });
  await expect(reply).toHaveValue(/24 February 2013/);

  await turnTo(page, '#48213');
  await expect(reply).toBeHidden();
  await expect(taken(page)).toContainText('index.html22 Feb');
  await expect(day(page, /^Sunday 24 February/)).toHaveAttribute('aria-selected', 'false');
  await expect(page.getByRole('combobox', { name: 'Deliver to' })).toHaveValue('desk');
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText('files and folders, verified there')).toBeVisible();
  expect(await sent(page, 'restore.start')).toMatchObject([
    { ticket: '#48377', to: undefined },
    { ticket: '#48213', to: { way: 'desk' } },
  ]);

  await turnTo(page, '#48377');
  await expect(reply).toHaveValue(/24 February 2013/);
  await expect(page.getByText('What', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Back to the files' }).click();
  await turnTo(page, '#48213');
  await turnTo(page, '#48377');
  await expect(reply).toBeHidden();
  await expect(page.getByRole('button', { name: 'Show the reply' })).toBeVisible();

  // Loaded anew, over a core that knows of neither, there is nothing to choose between.
  await page.reload();
  await expect(ticket(page)).toHaveValue('');
  await expect(drafts(page)).toBeHidden();
  await expect(another(page)).toBeHidden();
});

test('a restore that is under way stays with its ticket', async ({ open }) => {
  const page = await open(annasSite, '?tick=5&hold=Copy');
  await twoTickets(page);
  await page.getByRole('button', { name: 'Restore', exact: true }).click();
  const steps = page.getByRole('list', { name: 'Steps of the restore' });
  await expect(steps).toBeVisible();
  await expect(page.getByRole('button', { name: 'Put #48377 away' })).toBeHidden();
  await turnTo(page, '#48213');
  await expect(taken(page)).toBeVisible();
  await expect(steps).toBeHidden();
  await another(page).click();
  await expect(steps).toBeHidden();
  // A draft that nothing was chosen for is gone when one turns away from it.
  await expect(drafts(page).getByText(/\S/)).toHaveText(['#48213', '#48377', 'Restore 3']);
  await turnTo(page, '#48377');
  await expect(steps).toBeVisible();
  await expect(drafts(page).getByRole('button', { name: 'Restore 3', exact: true })).toBeHidden();
});

test('Ctrl K lists each ticket of a customer, and finds one by its number', async ({ open }) => {
  const page = await open(annasSite);
  await twoTickets(page);
  await page.keyboard.press('Control+k');
  const recent = page.getByRole('group', { name: 'Recent' });
  await expect(recent.getByRole('option')).toHaveText(['col00214#48213', 'col00214#48377']);
  await page.keyboard.type('col00107');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'col00107' })).toBeVisible();
  await expect(drafts(page)).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('48213');
  await expect(page.getByRole('group', { name: 'Tickets' }).getByRole('option')).toHaveText('col00214#48213');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'col00214' })).toBeVisible();
  await expect(ticket(page)).toHaveValue('#48213');
  await expect(taken(page)).toBeVisible();
});

test('a ticket is put away, and comes back by Undo', async ({ open }) => {
  const page = await open(annasSite);
  await twoTickets(page);
  await turnTo(page, '#48213');
  await drafts(page).getByRole('button', { name: 'Put #48213 away' }).click();
  await expect(drafts(page)).toBeHidden();
  await expect(ticket(page)).toHaveValue('#48377');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(drafts(page).getByRole('button', { pressed: true })).toHaveText('#48213');
  await expect(taken(page)).toContainText('index.html22 Feb');
});

test('Undo brings a ticket back beside one that was begun since', async ({ open }) => {
  const page = await open(annasSite);
  await twoTickets(page);
  await drafts(page).getByRole('button', { name: 'Put #48377 away' }).click();
  await another(page).click();
  await ticket(page).fill('#48500');
  await page.getByRole('button', { name: 'Undo' }).click();
  for (const name of ['#48213', '#48377', '#48500']) {
    await expect(drafts(page).getByRole('button', { name, exact: true })).toBeVisible();
  }
});
