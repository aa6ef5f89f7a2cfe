import { expect, sent, test } from './screens.ts';

test('an older text goes back into the editor, where it can be undone, and is saved like any other', async ({
  open,
}) => {
  const page = await open('/hosts/jail15');
  const card = page.getByRole('region', { name: 'History of backup.config' });
  const items = card.getByRole('listitem');
  const editor = page.getByRole('textbox', { name: /^backup\.config, / });
  await expect(items).toHaveCount(4);
  await expect(items.nth(0)).toContainText('maria · #48213');
  await expect(items.nth(0)).toContainText('+1 −0');
  await expect(items.nth(1)).toContainText('changed by hand');
  // What a host says of who it was is text, and on one line.
  await expect(items.nth(2)).toContainText('tom\\x0a<b>');
  await expect(items.nth(3)).toContainText('as it was before it was first saved here');

  await items
    .nth(0)
    .getByRole('button', { name: /^Difference of / })
    .press('Enter');
  await expect(items.nth(0).getByRole('region')).toContainText('/var/spool/postfix');
  // The newest is what stands in the editor.
  await expect(items.nth(0).getByRole('button', { name: /^Put back into the editor: / })).toBeDisabled();
  const was = await editor.inputValue();
  await items
    .nth(3)
    .getByRole('button', { name: /^Put back into the editor: / })
    .press('Enter');
  await expect(editor).toHaveValue(/# server\nserver=/);
  expect(await sent(page, 'config.save')).toEqual([]);
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await expect(editor).toHaveValue(was);
  await items
    .nth(3)
    .getByRole('button', { name: /^Put back into the editor: / })
    .click();

  await page.getByRole('button', { name: /^Save \d changes…/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('+ # server');
  await dialog.getByRole('textbox', { name: 'Ticket' }).fill('#99');
  await dialog.getByRole('button', { name: 'Save to jail15' }).click();
  await expect(items).toHaveCount(5);
  await expect(items.nth(0)).toContainText('maria · #99');
  expect(await sent(page, 'config.save')).toMatchObject([{ host: 'jail15', ticket: '#99' }]);
});

test('a host of which nothing was saved yet says so', async ({ open }) => {
  const page = await open('/hosts/virt9');
  await expect(page.getByRole('region', { name: 'History of backup.config' })).toContainText(
    'Nothing was saved here yet',
  );
});
