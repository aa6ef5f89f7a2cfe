import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

test('last night of every host, and what needs somebody', async ({ tonightPage }) => {
  await tonightPage.open();
  expect((await tonightPage.statesOf('jail11')).slice(0, 7)).toEqual(Array(7).fill('good'));
  expect((await tonightPage.statesOf('jail15')).slice(0, 6)).toEqual([
    'good',
    'good',
    'good',
    'good',
    'missed',
    'warning',
  ]);
  expect((await tonightPage.statesOf('virt9'))[6]).toBe('warning');
  expect((await tonightPage.statesOf('jail17'))[0]).toBe('unknown');

  const missing = tonightPage.failure('jail15: a directory to back up is not there');
  await expect(missing).toContainText('col00214');
  await expect(missing.getByRole('button', { name: 'Edit entry' })).toBeVisible();
  await expect(tonightPage.failure('virt9: far fewer files than the night before')).toContainText('col00551');
  await expect(tonightPage.failure('jail17: still on the old script')).toBeVisible();
});

test('what lost its files is held by itself, and compared at a press', async ({ demo, page, tonightPage }) => {
  const { holds } = await demo.call('holds.list', { customer: 'col00551' });
  expect(holds).toHaveLength(1);
  await tonightPage.open();
  await tonightPage.failure('virt9: far fewer files').getByRole('button', { name: 'Compare' }).click();
  await expect(page.getByRole('dialog')).toContainText('deleted');
});

test('a new failure comes up by itself, in the window and outside of it', async ({ demo, page, shell, hostPage }) => {
  await page.evaluate(() => {
    const shown: string[] = [];
    Object.assign(window, { shown });
    const Real = window.Notification;
    window.Notification = class extends Real {
      constructor(title: string, options?: NotificationOptions) {
        super(title, options);
        shown.push(title);
      }
    };
  });
  rmSync(join(demo.layout.root('jail11'), 'mnt/data1/69.55.226.14-col00131-DIR/etc'), { recursive: true });
  await hostPage.open('jail11');
  await hostPage.backUpNow.click();
  await hostPage.showCopied();
  await expect(shell.notices).toContainText('jail11: a directory to back up is not there');
  const shown = () => page.evaluate(() => (window as unknown as { shown: string[] }).shown);
  await expect.poll(shown).toContain('jail11: a directory to back up is not there');
});
