import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from './fixtures.ts';

const run = promisify(execFile);

test('a host’s key is bound to the gate, does nothing else from then on, and is freed again', async ({
  page,
  demo,
  hostPage,
}) => {
  const keysFile = demo.layout.own('backup2', 'sshd', 'authorized_keys');
  const keys = () => readFileSync(keysFile, 'utf8');
  /** What the host’s own ssh is answered. */
  const asked = (command: string) =>
    run(demo.layout.own('virt10', 'bin', 'ssh'), ['backup2', command]).then(
      ({ stdout }) => stdout,
      ({ stderr }: { stderr: string }) => `refused: ${stderr}`,
    );
  const before = keys();
  expect(await asked('echo open')).toBe('open\n');

  await hostPage.open('virt10');
  await expect(hostPage.gate.getByRole('list', { name: 'What is open' })).toContainText(
    'Whoever is root on virt10 can run any command on backup2',
  );
  await hostPage.gate.getByRole('button', { name: 'Bind to the gate…' }).click();
  await expect(hostPage.dialog.getByRole('list', { name: 'What would be done' })).toContainText('backup2: in ');
  expect(keys(), 'only looked at').toBe(before);
  await hostPage.dialog.getByRole('button', { name: 'Bind the key' }).click();
  await expect(hostPage.dialog.getByRole('list', { name: 'What was done' })).toContainText('backup2: in ');
  await hostPage.dialog.getByRole('button', { name: 'Close' }).click();
  await expect(hostPage.gate).toContainText('bound to the gate on backup2');
  expect(keys()).not.toBe(before);

  expect(await asked('cat /etc/passwd')).toMatch(/^refused: .*nothing but bring nights/s);
  await hostPage.gate.getByRole('button', { name: 'Look again' }).click();
  await expect(hostPage.gate.getByRole('table', { name: 'Refused' })).toContainText('cat /etc/passwd');
  // Its nights go on.
  await hostPage.backUpNow.click();
  await hostPage.showCopied();
  await expect(page.getByRole('main')).toContainText('copied');

  await hostPage.gate.getByRole('button', { name: 'Free the key…' }).click();
  await hostPage.dialog.getByRole('button', { name: 'Free the key' }).click();
  await hostPage.dialog.getByRole('button', { name: 'Close' }).click();
  await expect(hostPage.gate).toContainText('not bound to a gate');
  expect(keys()).toBe(before);
  expect(await asked('echo open')).toBe('open\n');
});
