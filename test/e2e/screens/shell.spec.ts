import { rewrite } from './rewrite.ts';
import { day, expect, sent, test } from './screens.ts';

const failure = {
  id: 'x',
  host: 'jail12',
  path: '/mnt/data1/69.55.226.12-col00107-DIR/usr/home',
  customer: 'col00107',
  cause: 'entry-failed' as const,
  title: 'jail12: a directory could not be copied',
  message: 'The connection to backup1 broke off. 9 directories were not copied.',
  firstSeen: '2013-02-28T10:00:00Z',
  lastSeen: '2013-02-28T10:00:00Z',
  nights: 1,
  state: 'open' as const,
  fixes: [],
};

test('Ctrl K finds a customer from anywhere', async ({ open }) => {
  const page = await open('/holds');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('searchbox', { name: 'Find a customer, host or path' })).toBeFocused();
  await page.keyboard.type('col00');
  const results = page.getByRole('listbox', { name: 'Results' });
  await expect(results.getByRole('option')).toHaveCount(9);
  await expect(page.getByText('9 matches in 11 ms')).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'col00301' })).toBeVisible();
  await expect(page).toHaveTitle('col00301 – Nightkeep');
});

test('what was searched for stays with where it led to', async ({ open }) => {
  const page = await open('/tonight');
  const search = page.getByRole('searchbox', { name: 'Find a customer, host or path' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('col00214');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'col00214' })).toBeVisible();
  await page.getByRole('button', { name: 'Open etc' }).click();
  await expect(search).toHaveValue('col00214');
  await page.getByRole('link', { name: 'Hosts' }).click();
  await expect(search).toHaveValue('');
});

test('a path leads to its folder, a host to its page, nothing to a hint', async ({ open }) => {
  const page = await open('/tonight');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('spool');
  await page.getByRole('option', { name: /var\/spool\/postfix/ }).click();
  await expect(page.getByRole('navigation', { name: 'Folder' })).toContainText('postfix');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('virt9');
  await page.getByRole('group', { name: 'Hosts' }).getByRole('option', { name: 'virt9' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'virt9' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zzz');
  await expect(page.getByText('Nothing has “zzz” in its name')).toBeVisible();
});

test('a new failure comes up once and leads to Tonight', async ({ open }) => {
  const page = await open('/customers');
  await page.evaluate((raised) => window.fake?.publish('failure.raised', raised), failure);
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('jail12: a directory could not be copied');
  // Whose data it is, and which.
  await expect(notices).toContainText('col00107 · /usr/home · The connection to backup1');
  await notices.getByRole('link', { name: 'Open Tonight' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tonight' })).toBeVisible();
  await expect(notices).not.toContainText('jail12');
});

test('failures that come together are one notice, which covers no day of a customer', async ({ open }) => {
  const page = await open('/customers/col00214');
  const raise = (host: string) =>
    page.evaluate((raised) => window.fake?.publish('failure.raised', raised), {
      ...failure,
      id: host,
      host,
      title: `${host}: a directory could not be copied`,
    });
  const notices = page.getByRole('region', { name: 'Notices' });
  for (const host of ['jail1', 'jail2', 'jail3', 'jail4', 'jail5']) await raise(host);
  await expect(notices.getByText('5 new failures')).toBeVisible();
  await expect(notices).toContainText('jail1: a directory could not be copied · jail2');
  await expect(notices).toContainText('and 2 more');
  await expect(notices.getByRole('button', { name: 'Close this notice' })).toHaveCount(1);
  await day(page, /^Friday 22 February/).click({ trial: true });
  const top = (await notices.boundingBox())?.y ?? 0;
  const calendar = await page.getByRole('grid', { name: /^Nights/ }).boundingBox();
  expect(top).toBeGreaterThan((calendar?.y ?? 0) + (calendar?.height ?? 0));
  // Once it is closed, the next one is told by itself.
  await notices.getByRole('button', { name: 'Close this notice' }).click();
  await raise('jail6');
  await expect(notices).toContainText('jail6: a directory could not be copied');
  await expect(notices).not.toContainText('new failures');
});

test('an unknown machine shows its fingerprint before it is trusted', async ({ open }) => {
  const page = await open('/tonight', '?keys');
  const dialog = page.getByRole('alertdialog', { name: 'Is this really jail17?' });
  await expect(dialog).toContainText('SHA256:uNiVztksCsDhcc0u9e8BrdmB2zPqGuTpKhCr0DmVVV0');
  await dialog.getByRole('button', { name: 'Trust jail17' }).click();
  await expect(dialog).toBeHidden();
  expect(await sent(page, 'hostKeys.trustAll')).toEqual([
    { keys: [{ machine: 'jail17', fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BrdmB2zPqGuTpKhCr0DmVVV0' }] },
  ]);
});

test('what a machine asks is shown, asked again when it was wrong, and answered', async ({ open }) => {
  const page = await open('/hosts', '?asks');
  const dialog = page.getByRole('dialog', { name: 'jail15 asks before it lets you in' });
  await expect(dialog).toContainText('Enter the code of your authenticator app.');
  await dialog.getByLabel('Verification code').fill('000000');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('not right');
  await dialog.getByLabel('Verification code').fill('123456');
  await dialog.getByRole('button', { name: 'Answer' }).click();
  await expect(dialog).toBeHidden();
  expect(await sent(page, 'questions.answer')).toEqual([
    { id: 'q1', answers: ['000000'] },
    { id: 'q1-again', answers: ['123456'] },
  ]);
});

test('a question that is put off is told so, and not shown again', async ({ open }) => {
  const page = await open('/hosts', '?asks');
  const dialog = page.getByRole('dialog', { name: 'jail15 asks before it lets you in' });
  await dialog.getByRole('button', { name: 'Not now' }).click();
  await expect(dialog).toBeHidden();
  expect(await sent(page, 'questions.answer')).toEqual([{ id: 'q1' }]);
});

test('what is wrong with the own folder is said until it is read', async ({ open }) => {
  const page = await open('/tonight', '?trouble');
  const banner = page.getByRole('status').filter({ hasText: 'history.sqlite was damaged' });
  await expect(banner).toBeVisible();
  await banner.getByRole('button', { name: 'I have read it' }).click();
  await expect(banner).toBeHidden();
});

test('a passphrase is asked for when a command needs it', async ({ open }) => {
  const page = await open('/holds');
  await page.evaluate(() =>
    window.fake?.fail('config.read', {
      code: 'passphrase-needed',
      message: 'The key for jail15 is locked.',
      details: { machine: 'jail15', identityFile: '/home/maria/.ssh/id_ed25519' },
    }),
  );
  await page.evaluate(() => {
    window.location.hash = '/hosts/jail15';
  });
  const dialog = page.getByRole('dialog', { name: 'The key for jail15 needs its passphrase' });
  await dialog.getByLabel('Passphrase of /home/maria/.ssh/id_ed25519').fill('wrong');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('does not open the key');
  await page.evaluate(() => window.fake?.fail('config.read', undefined));
  await dialog.getByLabel(/^Passphrase/).fill('open sesame');
  await dialog.getByRole('button', { name: 'Use this passphrase' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Directories' })).toBeVisible();
});

test('the rail counts what is open, and says which machines are down', async ({ open }) => {
  const page = await open('/tonight');
  const rail = page.getByRole('navigation', { name: 'Nightkeep' });
  await expect(rail.getByRole('link', { name: 'Tonight 4 open failures' })).toHaveAttribute('aria-current', 'page');
  await expect(rail.getByRole('link', { name: 'Holds 3 holds' })).toBeVisible();
  await expect(rail).toContainText('backup1 · 2 ms · 41% free');
  await expect(rail).toContainText('1 host out of reach');
});

test('the question mark tells the keys', async ({ open }) => {
  const page = await open('/tonight');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toContainText('search from anywhere');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('two hundred unknown machines are one decision, without those that are taken out of it', async ({ open }) => {
  const page = await open('/tonight', '?keys=208');
  const dialog = page.getByRole('alertdialog', { name: 'Are these really your 208 machines?' });
  await dialog.getByLabel('Filter the keys').fill('jail20');
  await expect(dialog.getByRole('listitem')).toHaveCount(11);
  await dialog.getByLabel('Take the key of jail20', { exact: true }).uncheck();
  await dialog.getByLabel('Filter the keys').fill('');
  await dialog.getByRole('button', { name: 'Trust these 207' }).click();
  await expect(page.getByRole('alertdialog', { name: 'Is this really jail20?' })).toBeVisible();
  const calls = await sent(page, 'hostKeys.trustAll');
  expect(calls).toEqual([{ keys: expect.arrayContaining([expect.objectContaining({ machine: 'jail224' })]) }]);
});

test('the theme is the reader’s own', async ({ open }) => {
  const page = await open('/settings');
  await page.getByRole('radio', { name: 'dark' }).check();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await background()).toBe('rgb(15, 21, 34)');
  await page.reload();
  await expect(page.getByRole('radio', { name: 'dark' })).toBeChecked();
  expect(await background()).toBe('rgb(15, 21, 34)');
});

const RIGHT_TO_LEFT = '\u202e';

test('no screen lets what a machine or a colleague wrote turn its line round', async ({ page, fakePage }) => {
  const words = 'by|message|reason|os|shell|rsync|ssh|tar|sendmail|scripts|schedule|note|from|asked|error';
  await rewrite(page, undefined, `"(${words})":"(?=[^"])`, `"$1":"${RIGHT_TO_LEFT}`);
  let escaped = 0;
  for (const address of ['tonight', 'hosts/jail15', 'holds', 'activity']) {
    await page.goto(`${fakePage.address}/#/${address}`);
    await expect(page.getByRole('main').getByText('\\u202e').first()).toBeVisible();
    const text = await page.getByRole('main').innerText();
    expect(
      text.split('\n').filter((line) => line.includes(RIGHT_TO_LEFT)),
      address,
    ).toEqual([]);
    escaped += text.split('\\u202e').length - 1;
  }
  expect(escaped).toBeGreaterThan(10);
});
