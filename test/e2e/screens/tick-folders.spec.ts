import { annasRoot, expect, sent, test } from './screens.ts';

test('directories are ticked in the folders of the host, by keyboard alone, and go into the editor', async ({
  open,
}) => {
  const page = await open('/hosts/jail15');
  await page.getByRole('button', { name: 'Tick folders…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Directories of jail15 to back up' });
  const box = (path: string) => dialog.getByRole('checkbox', { name: path, exact: true });
  await expect(box('/etc')).toBeChecked();
  await expect(box('/etc')).toBeDisabled();
  await expect(dialog.getByText('already in the list')).toBeVisible();
  await dialog.getByRole('button', { name: 'Folders in /mnt', exact: true }).press('Enter');
  await dialog.getByRole('button', { name: 'Folders in /mnt/data1', exact: true }).press('Enter');
  await box('/mnt/data1').press('Space');
  // What is in a ticked one comes with it.
  await expect(box(annasRoot)).toBeDisabled();
  await box('/mnt/data1').press('Space');
  await expect(box(annasRoot)).toBeEnabled();
  await box('/bin').press('Space');
  await box('/var').press('Space');
  await dialog.getByRole('button', { name: 'Add 2 directories' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('textbox', { name: /^backup\.config, / })).toHaveValue(
    /## ENTRY \/bin\n## ENTRY \/var\n/,
  );
  await expect(page.getByRole('button', { name: 'Save 2 changes…' })).toBeVisible();
  expect(await sent(page, 'config.save')).toEqual([]);
});

test('a customer whom nobody backs up leads to their own folders', async ({ open }) => {
  const page = await open('/customers/col00666');
  await page.getByRole('link', { name: 'Add their folders…' }).first().click();
  const dialog = page.getByRole('dialog', { name: /to back up$/ });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Show all folders of the host' }).click();
  await expect(dialog.getByRole('checkbox', { name: '/etc', exact: true })).toBeVisible();
});
