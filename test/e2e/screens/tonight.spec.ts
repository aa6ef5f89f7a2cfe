import { annasRoot, expect, sent, test } from './screens.ts';

test('the heat map tells each night by name, not by colour alone', async ({ open }) => {
  const page = await open('/tonight');
  const map = page.getByRole('table', { name: 'Nights of all hosts' });
  await expect(map.getByRole('cell', { name: 'jail15, 28 Feb, warning, 1 entry missing' })).toBeVisible();
  await expect(map.getByRole('cell', { name: 'jail17, 27 Feb, missed' })).toBeVisible();
  await expect(page.getByText('3 good · 2 warning · 1 missed · 1 running · 1 unknown')).toBeVisible();
  await map.getByRole('cell', { name: 'jail12, 18 Feb, warning' }).hover();
  await expect(page.getByRole('tooltip')).toContainText('Monday 18 February 2013');
});

test('a failure leads to its fix, made but not saved', async ({ open }) => {
  const page = await open('/tonight');
  const item = page.getByRole('listitem', { name: 'jail15: a directory to back up is not there' });
  await item.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'jail15' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'As it will be saved' })).toContainText(`- ## ENTRY ${annasRoot}/www`);
  expect(await sent(page, 'config.save')).toEqual([]);
});

test('acknowledged and snoozed failures leave the list', async ({ open }) => {
  const page = await open('/tonight');
  const missed = page.getByRole('listitem', { name: 'jail17: no result' });
  await page.getByRole('button', { name: 'More for jail17: no result' }).click();
  await page.getByRole('menuitem', { name: 'Acknowledge…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Acknowledge “jail17: no result”?' });
  await expect(dialog.getByRole('textbox', { name: 'Why' })).toBeFocused();
  await page.keyboard.type('it is switched off until Monday');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(missed).toBeHidden();
  await page.getByRole('button', { name: 'More for virt9: far fewer files than the night before' }).click();
  await page.getByRole('menuitem', { name: 'Snooze for 1 week' }).click();
  await expect(page.getByText('3 failures acknowledged or snoozed')).toBeVisible();
  const [, snoozed] = (await sent(page, 'failures.triage')) as { until?: string }[];
  // A week after the core's now, whatever this machine's clock says.
  expect(snoozed?.until).toMatch(/^2013-03-07T18:(29|30)/);
});

test('two nights are compared where one lost most of its files', async ({ open }) => {
  const page = await open('/tonight');
  await page.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'virt9: 27 Feb beside 28 Feb' });
  await expect(dialog).toContainText('3,600 files deleted, 12 changed (the mode of 2, the owner of 1), 4 added.');
});

test('what was acknowledged says by whom and why, and can be opened again', async ({ open }) => {
  const page = await open('/tonight');
  await page.getByRole('button', { name: 'More for jail17: no result' }).click();
  await page.getByRole('menuitem', { name: 'Acknowledge…' }).click();
  await page.getByRole('textbox', { name: 'Why' }).fill('switched off until Monday');
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await page.getByText('2 failures acknowledged or snoozed').click();
  const missed = page.getByRole('listitem', { name: 'jail17: no result' });
  await expect(missed).toContainText('acknowledged by maria, today 10:30: switched off until Monday');
  await missed.getByRole('button', { name: 'More for jail17: no result' }).click();
  await page.getByRole('menuitem', { name: 'Open again' }).click();
  await expect(page.getByText('1 failure acknowledged or snoozed')).toBeVisible();
  expect((await sent(page, 'failures.triage'))[0]).toEqual({
    kind: 'acknowledge',
    ids: ['jail17-missed'],
    reason: 'switched off until Monday',
  });
});

test('a machine that did not answer is asked again, whatever it is', async ({ open }) => {
  const page = await open('/tonight');
  await page.getByText('1 failure acknowledged or snoozed').click();
  await page.getByRole('listitem', { name: 'jail3: out of reach' }).getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Try again did not work')).toBeVisible();
  expect(await sent(page, 'machines.meet')).toEqual([{ machine: 'jail3' }]);
});

test('Edit entry goes into the text, at the entry', async ({ open }) => {
  const page = await open('/tonight');
  const item = page.getByRole('listitem', { name: 'jail15: a directory to back up is not there' });
  await item.getByRole('button', { name: 'Edit entry' }).click();
  await expect(page.getByRole('textbox', { name: /^backup\.config, / })).toBeFocused();
  await page.keyboard.type('/mnt/data1/elsewhere');
  await expect(page.getByRole('region', { name: 'As it will be saved' })).toContainText(
    '+ ## ENTRY /mnt/data1/elsewhere',
  );
  await expect(page.getByRole('region', { name: 'As it will be saved' })).toContainText(`- ## ENTRY ${annasRoot}/www`);
});

test('Look at the key compares both fingerprints, and trusts the new one once it was brought from the machine', async ({
  open,
}) => {
  const page = await open('/tonight', '?changed-key');
  await page.getByRole('button', { name: 'Look at the key' }).click();
  const dialog = page.getByRole('dialog', { name: 'virt10 shows another key' });
  const [shown, known] = [`SHA256:${'new'.repeat(14)}n`, `SHA256:${'old'.repeat(14)}o`];
  for (const text of [shown, known]) await expect(dialog).toContainText(text);
  const trust = dialog.getByRole('button', { name: 'Trust the new key instead' });
  const field = dialog.getByLabel('The fingerprint that the machine itself shows');
  await expect(trust).toBeDisabled();
  await field.fill(known);
  await expect(dialog).toContainText('whoever answers as virt10 is not that machine');
  await expect(trust).toBeDisabled();
  await field.fill(` ${shown} `);
  await trust.click();
  await expect(dialog).toBeHidden();
  expect(await sent(page, 'hostKeys.replace')).toEqual([{ machine: 'virt10', fingerprint: shown, known: [known] }]);
});

test('Look at the key gives the command where the known one lies in a file that is only read', async ({ open }) => {
  const page = await open('/tonight', '?changed-key&foreign-key');
  await page.getByRole('button', { name: 'Look at the key' }).click();
  const dialog = page.getByRole('dialog', { name: 'virt10 shows another key' });
  await expect(dialog).toContainText("ssh-keygen -R '[127.0.0.1]:2217' -f /etc/ssh/ssh_known_hosts");
  await expect(dialog.getByRole('button', { name: 'Trust the new key instead' })).toBeHidden();
});

test('a server that is full before long says when, at its name and as a failure with a way to make room', async ({
  open,
}) => {
  const page = await open('/tonight', '?filling');
  await expect(page.getByText('backup1 · full in 12 d')).toBeVisible();
  const item = page.getByRole('listitem', { name: 'backup1: its disk is full before long' });
  await expect(item).toContainText('at 9.0 GB a day');
  // It answers: nothing is unknown of what is on it.
  await expect(item).not.toContainText('does not answer');
  await item.getByRole('button', { name: 'Look at what is held' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Holds' })).toBeVisible();
});
