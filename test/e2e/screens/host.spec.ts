import { annasRoot, expect, sent, test } from './screens.ts';

test('a symlink’s target is offered, a missing directory goes, and what will be saved is shown first', async ({
  open,
}) => {
  const page = await open('/hosts/jail15');
  const row = (path: string) =>
    page.getByRole('row').filter({ has: page.getByTitle(`${annasRoot}${path}`, { exact: true }) });
  await row('/home').getByRole('button', { name: 'Use /usr/home' }).click();
  await row('/www').getByRole('button', { name: 'Remove', exact: true }).click();
  await page.getByRole('button', { name: 'Save 3 changes…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save 3 changes to backup.config on jail15?' });
  await expect(dialog).toContainText(`- ## ENTRY ${annasRoot}/www`);
  await expect(dialog).toContainText(`+ ## ENTRY ${annasRoot}/usr/home`);
  await dialog.getByRole('button', { name: 'Save to jail15' }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Saved backup.config on jail15');
  await expect(page.getByRole('button', { name: /^Save / })).toBeHidden();
  expect(await sent(page, 'config.save')).toHaveLength(1);
});

test('a new directory is checked on the host', async ({ open }) => {
  const page = await open('/hosts/virt9');
  const add = page.getByRole('combobox', { name: 'Add a directory' });
  await add.fill('home');
  await page.keyboard.press('Enter');
  await expect(page.getByText('A full path begins with a slash.')).toBeVisible();
  await add.fill('/nothere');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row').filter({ hasText: '/nothere' });
  await expect(row).toContainText('not there');
  await expect(row).toContainText('new');
});

test('the path of a new directory is completed from the folders of the host', async ({ open }) => {
  const page = await open('/hosts/jail15');
  const add = page.getByRole('combobox', { name: 'Add a directory' });
  const list = page.getByRole('listbox', { name: /^Folders in / });
  const options = list.getByRole('option');
  await add.focus();
  await page.keyboard.type('/');
  await expect(options).toHaveText(['bin/', /^etc\//, 'mnt/', 'nothere/', 'usr/', 'var/']);
  await expect(options.filter({ hasText: 'etc/' })).toContainText('already in the list');
  await page.keyboard.type('m');
  await expect(options).toHaveText(['mnt/']);
  // Tab as in a shell: whole where there is one, and as far as all of them go.
  await page.keyboard.press('Tab');
  await expect(add).toHaveValue('/mnt/');
  await expect(options).toHaveText(['data1/']);
  await page.keyboard.press('Tab');
  await expect(add).toHaveValue('/mnt/data1/');
  await expect(options).toHaveCount(3);
  await page.keyboard.type('6');
  await expect(options).toHaveCount(2);
  await page.keyboard.press('Tab');
  await expect(add).toHaveValue('/mnt/data1/69.55.238.9');
  await page.keyboard.press('ArrowDown');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await expect(add).toHaveAttribute('aria-activedescendant', (await options.first().getAttribute('id')) as string);
  await page.keyboard.press('Enter');
  await expect(add).toHaveValue(`${annasRoot}/`);
  await options.filter({ hasText: 'tmp/' }).click();
  await expect(add).toHaveValue(`${annasRoot}/tmp/`);
  await expect(list).toContainText('is not a folder that can be read');
  // Where nothing is to be completed, Tab goes on, and Escape only closes the list.
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(add).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Add', exact: true })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByTitle(`${annasRoot}/tmp`, { exact: true })).toBeVisible();
  await expect(add).toHaveValue('');
});

test('someone else’s save is shown beside mine, and neither is lost', async ({ open }) => {
  const page = await open('/hosts/virt10');
  await page.getByRole('combobox', { name: 'Add a directory' }).fill('/mine');
  await page.keyboard.press('Enter');
  await page.evaluate(async () => {
    const fake = window.fake;
    const read = await fake?.call('config.read', { host: 'virt10' });
    if (!read || !('result' in read)) throw new Error('not read');
    const { text, revision } = read.result;
    await fake?.call('config.save', { host: 'virt10', text: `${text}## ENTRY /theirs\n`, revision });
  });
  await page.getByRole('button', { name: 'Save 1 change…' }).click();
  await page.getByRole('button', { name: 'Save to virt10' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'backup.config on virt10 was changed by someone else' });
  await expect(dialog.getByRole('region', { name: 'What they changed' })).toContainText('+ ## ENTRY /theirs');
  await expect(dialog.getByRole('region', { name: 'What you changed' })).toContainText('+ ## ENTRY /mine');
  await dialog.getByRole('button', { name: 'Put mine on top of theirs' }).click();
  await page.getByRole('button', { name: 'Save 1 change…' }).click();
  await page.getByRole('button', { name: 'Save to virt10' }).click();
  await expect(page.getByRole('region', { name: 'Notices' })).toContainText('Saved backup.config on virt10');
  const text = page.getByRole('textbox', { name: /^backup.config/ });
  await expect(text).toHaveValue(/## ENTRY \/mine\n/);
  await expect(text).toHaveValue(/## ENTRY \/theirs\n/);
});

test('back up now shows each directory, and can be cancelled', async ({ open }) => {
  const page = await open('/hosts/jail15', '?tick=10&hold=usr/home');
  await page.getByRole('button', { name: 'Back up now' }).click();
  const steps = page.getByRole('list', { name: 'Steps of the run' });
  await expect(steps.getByRole('listitem', { name: `${annasRoot}/usr/home, running` })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByText('Cancelled. No night was published')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Cancelled the run on jail15' })).toBeVisible();
});

test('an edit that is not saved is there again after a look elsewhere, and after a reload', async ({ open }) => {
  const page = await open('/hosts/jail15');
  const config = page.getByRole('textbox', { name: /^backup\.config, / });
  await config.fill(`${await config.inputValue()}## ENTRY /var/cron\n`);
  await page.getByRole('link', { name: 'Hosts' }).click();
  const hosts = page.getByRole('table', { name: 'Hosts' });
  await expect(hosts.getByRole('row').filter({ hasText: 'backup.config not saved' })).toHaveCount(1);
  await page.reload();
  await hosts.getByRole('link', { name: 'jail15', exact: true }).click();
  await expect(config).toHaveValue(/## ENTRY \/var\/cron\n$/);
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('link', { name: 'Hosts' }).click();
  await expect(hosts).not.toContainText('not saved');
});

test('what the last night copied is not told before it is known', async ({ open }) => {
  const page = await open('/hosts/jail15', '?fail=nights.list');
  const row = page.getByRole('table', { name: 'Directories' }).getByRole('row').filter({ hasText: '/etc' }).first();
  await expect(row).toContainText('there');
  await expect(row).not.toContainText('new');
});

test('the schedule is installed only after its steps were shown', async ({ open }) => {
  const page = await open('/hosts/jail17/schedule', '?tick=10');
  const dialog = page.getByRole('dialog', { name: 'Install the schedule on jail17?' });
  await expect(dialog).toContainText('Add to /etc/crontab');
  expect(await sent(page, 'hosts.install')).toEqual([{ host: 'jail17', dryRun: true }]);
  await dialog.getByRole('button', { name: 'Install' }).click();
  await expect(page.getByRole('dialog', { name: 'Installed on jail17' })).toContainText('This was done');
});

test('a host out of reach says so and still shows its nights', async ({ open }) => {
  const page = await open('/hosts/jail3');
  await expect(page.getByRole('alert').filter({ hasText: 'Out of reach' })).toContainText(
    'jail3 (127.0.0.1 port 2218)',
  );
  await expect(page.getByRole('link', { name: /^Thursday 28 February 2013/ })).toBeVisible();
});

test('what a button removed comes back by Ctrl Z, and goes again by Ctrl Y', async ({ open }) => {
  const page = await open('/hosts/jail15');
  const text = page.getByRole('textbox', { name: /^backup\.config, / });
  const before = await text.inputValue();
  await page.getByRole('button', { name: /^Remove .*\/www$/ }).click();
  await expect(page.getByRole('button', { name: 'Save 1 change…' })).toBeVisible();
  const without = await text.inputValue();
  await page.keyboard.press('Control+z');
  await expect(text).toHaveValue(before);
  await expect(page.getByRole('button', { name: /^Save/ })).toBeHidden();
  await page.keyboard.press('Control+y');
  await expect(text).toHaveValue(without);
});

test('typing is taken back in steps, with what buttons did among it', async ({ open }) => {
  const page = await open('/hosts/jail15');
  const text = page.getByRole('textbox', { name: /^backup\.config, / });
  const before = await text.inputValue();
  await text.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# one');
  await page.getByRole('button', { name: /^Remove .*\/www$/ }).click();
  await page.keyboard.press('Control+z');
  await expect(text).toHaveValue(`${before}# one`);
  await page.keyboard.press('Control+z');
  await expect(text).toHaveValue(before);
});

test('what was discarded is brought back where one is asked', async ({ open }) => {
  const page = await open('/hosts/jail15');
  const text = page.getByRole('textbox', { name: /^backup\.config, / });
  await page.getByRole('button', { name: /^Remove .*\/www$/ }).click();
  const edited = await text.inputValue();
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('button', { name: /^Save/ })).toBeHidden();
  const notice = page.getByRole('region', { name: 'Notices' });
  await expect(notice).toContainText('Discarded 1 change');
  await notice.getByRole('button', { name: 'Undo' }).click();
  await expect(text).toHaveValue(edited);
});

test('a backupdir that is another host’s says whose it is, and is this host’s only once that is confirmed', async ({
  open,
}) => {
  const page = await open('/hosts/jail12');
  const card = page.getByRole('region', { name: 'Where its nights lie' });
  await expect(card).toContainText('It is not this host’s: it is the backupdir of jail11');
  await card.getByRole('button', { name: 'It is right so…' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog).toContainText('take the place of the 7 nights that are there');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await sent(page, 'backupdir.confirm')).toEqual([]);
  await card.getByRole('button', { name: 'It is right so…' }).click();
  await dialog.getByRole('button', { name: 'Yes, they lie there' }).click();
  await expect(card).toContainText('It is the backupdir of jail12.');
  await expect(card.getByRole('button', { name: 'It is right so…' })).toBeHidden();
  expect(await sent(page, 'backupdir.confirm')).toEqual([{ host: 'jail12', confirm: '/data/jail11' }]);
});
