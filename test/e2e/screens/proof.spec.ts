import { expect, sent, test } from './screens.ts';

test('a customer’s page says when a restore of theirs was last rehearsed, and rehearses one', async ({ open }) => {
  const page = await open('/customers/col00214', '?tick=20');
  const card = page.getByRole('region', { name: 'Last proven' });
  await expect(card).toContainText('24 Feb, restore of the night of');
  await expect(card).toContainText('rehearsed, 1,204 files');
  await expect(card).toContainText('40 files of jail15 read back on backup1');
  await card.getByRole('button', { name: 'Prove now' }).click();
  await expect(card.getByRole('list', { name: 'Steps of the rehearsal' })).toContainText('Pack it as a restore does');
  await expect(card).toContainText('28 Feb, restore of the night of');
  await expect(card.getByRole('button', { name: 'Prove now' })).toBeEnabled();
  expect(await sent(page, 'proof.rehearse')).toEqual([{ customer: 'col00214' }]);
});

test('one who was never rehearsed is not proven yet, and a rehearsal can be cancelled', async ({ open }) => {
  const page = await open('/customers/col00107', '?hold=Pack');
  const card = page.getByRole('region', { name: 'Last proven' });
  await expect(card).toContainText('not proven yet');
  await card.getByRole('button', { name: 'Prove now' }).click();
  await card.getByRole('button', { name: 'Cancel' }).click();
  await expect(card.getByRole('button', { name: 'Prove now' })).toBeEnabled();
  await expect(card).toContainText('not proven yet');
});

test('a file that rotted stands in Tonight, and leads to the customer whose it is', async ({ open }) => {
  const page = await open('/', '?rotten');
  await page.getByRole('button', { name: 'Hold a good night' }).click();
  const card = page.getByRole('region', { name: 'Last proven' });
  await expect(card).toContainText('1 file not as it came: /usr/home/anna/www/orders.db');
});
