import type { Locator, Page } from '@playwright/test';
import { annasRoot, day, drag, expect, sent, test } from './screens.ts';

/** A hand that counts what it does: what staff do forty times a day may not come to take more. */
function hand(page: Page) {
  const did = { clicks: 0, drags: 0, keys: 0 };
  return {
    did,
    async click(target: Locator) {
      did.clicks += 1;
      await target.click();
    },
    async doubleClick(target: Locator) {
      did.clicks += 2;
      await target.dblclick();
    },
    async dragOver(from: Locator, to: Locator) {
      did.drags += 1;
      await drag(page, from, to);
    },
    async type(text: string) {
      did.keys += text.length;
      await page.keyboard.type(text);
    },
    async press(key: string) {
      did.keys += 1;
      await page.keyboard.press(key);
    },
  };
}

test('opening the app to the copied reply takes six clicks, one drag and seventeen keys', async ({ open }) => {
  const page = await open('/tonight', '?tick=5');
  const { did, click, dragOver, type, press } = hand(page);
  await press('Control+k');
  await type('col00214');
  await press('Enter');
  await dragOver(day(page, /^Friday 22 February/), day(page, /^Sunday 24 February/));
  for (const name of ['usr', 'home', 'anna']) await click(page.getByRole('button', { name: `Open ${name}` }));
  await click(page.getByRole('checkbox', { name: 'Tick www' }));
  await click(page.getByRole('textbox', { name: 'Ticket' }));
  await type('#48213');
  await expect(page.getByRole('button', { name: 'Restore', exact: true })).toBeEnabled();
  await press('Enter');
  await click(page.getByRole('button', { name: 'Copy reply' }));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('/col00214-2013-02-22..24.tar.gz');
  expect(did).toEqual({ clicks: 6, drags: 1, keys: 17 });
});

test('a file of three weeks ago comes to the desktop by seven clicks and ten keys', async ({ open }) => {
  const page = await open('/tonight', '?tick=5&longer');
  const { did, click, doubleClick, type, press } = hand(page);
  await press('Control+k');
  await type('col00214');
  await press('Enter');
  for (const name of ['usr', 'home', 'anna', 'www']) await click(page.getByRole('button', { name: `Open ${name}` }));
  const row = page.getByRole('row', { name: /Tick index\.html/ });
  await doubleClick(row.getByRole('button', { name: 'version A, 10 Feb' }));
  await click(page.getByRole('dialog').getByRole('button', { name: 'Download this file' }));
  await expect(page.getByRole('dialog')).toContainText('/home/maria/Downloads/index.html on desk7');
  const path = `${annasRoot}/usr/home/anna/www/index.html`;
  expect(await sent(page, 'files.download')).toMatchObject([{ path, runId: '20130210T095204Z-kept' }]);
  expect(did).toEqual({ clicks: 7, drags: 0, keys: 10 });
});
