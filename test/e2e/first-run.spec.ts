import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fleet, Server } from '../../src-main/contract/index.ts';
import { serve } from '../support/fleet/shown-app.ts';
import { expect, test } from './fixtures.ts';

const line = ({ name, ssh: { user, host, port } }: Server) => `${name} ${user}@${host}:${port}`;

test('from nothing to the first customer’s calendar, on real machines, without reading anything', async ({
  page,
  demo,
}) => {
  const { fleet } = JSON.parse(readFileSync(join(demo.layout.home, 'config.json'), 'utf8')) as { fleet: Fleet };
  const home = mkdtempSync(join(tmpdir(), 'nk-first-'));
  const app = await serve(home);
  const add = async (machines: readonly Server[]) => {
    await page.getByLabel(/A line each/).fill(machines.map(line).join('\n'));
    await page.getByRole('button', { name: 'Add', exact: true }).click();
  };
  const began = Date.now();
  try {
    await page.goto(app.url ?? '');
    await add(fleet.servers);
    await page.getByLabel('Private key file').fill(demo.layout.staffKey);
    await page.getByRole('button', { name: 'Reach 2 servers' }).click();
    await page.getByRole('button', { name: 'Trust these 2' }).click();
    const servers = page.getByRole('list', { name: 'Your servers' });
    await expect(servers).toContainText('nights of 3 hosts');
    await page.getByRole('button', { name: 'Go on', exact: true }).click();

    await expect(page.getByRole('group', { name: 'Your servers have nights of' })).toContainText('jail15');
    await add(fleet.hosts);
    await page.getByRole('button', { name: 'Reach 6 hosts' }).click();
    await page.getByRole('button', { name: 'Trust these 6' }).click();
    const hosts = page.getByRole('list', { name: 'Your hosts' });
    await expect(hosts.getByText('works')).toHaveCount(6);
    for (const { configPath } of fleet.hosts) await expect(hosts).toContainText(configPath);
    await page.getByRole('button', { name: 'Go on', exact: true }).click();

    const row = page.getByRole('row', { name: /col00107/ });
    await expect(row).toContainText('69.55.226.11');
    await expect(page.getByText('finds 11 customers')).toBeVisible();
    await page.getByRole('button', { name: 'Save the fleet and read it' }).click();
    await page.getByRole('link', { name: 'col00214' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'col00214' })).toBeVisible();
    await expect(page.getByRole('gridcell', { name: /good/ }).first()).toBeVisible();
    expect(Date.now() - began, 'ten minutes').toBeLessThan(600_000);

    const saved = JSON.parse(readFileSync(join(home, 'config.json'), 'utf8')) as { fleet: Fleet };
    expect(saved.fleet.hosts.map(({ name, configPath }) => [name, configPath])).toEqual(
      fleet.hosts.map(({ name, configPath }) => [name, configPath]),
    );
    // One write a decision: a line for each machine.
    expect(readFileSync(join(home, 'known_hosts'), 'utf8').trim().split('\n')).toHaveLength(8);
  } finally {
    // A page whose app has ended complains of that.
    await page.goto('about:blank');
    await app.end();
    rmSync(home, { recursive: true, force: true });
  }
});
