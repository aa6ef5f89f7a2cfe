import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Job } from '../../../src-main/contract/index.ts';
import { openSettings } from '../../../src-main/ports.ts';
import { startCore } from '../../support/core.ts';
import { makeClientKey } from '../../support/sshd-keys.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** A machine that takes every connection and never says a word. */
async function silentMachine(): Promise<{ port: number; connections: () => number }> {
  let connections = 0;
  const server: Server = createServer(() => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return { port: address.port, connections: () => connections };
}

test('everything answers while the fleet is still being read, and reading is told of and can be cancelled', async () => {
  const { port, connections } = await silentMachine();
  const settings = openSettings(tempFolder());
  const { privateFile } = await makeClientKey(join(settings.home, 'key'));
  const ssh = { host: '127.0.0.1', port, user: 'nobody', identityFile: privateFile };
  settings.saveFleet({
    ...settings.fleet(),
    servers: [{ name: 'backup1', ssh, become: 'none' }],
    hosts: Array.from({ length: 30 }, (_, index) => ({
      name: `jail${index}`,
      ssh,
      configPath: '/backup.config',
      become: 'none' as const,
    })),
  });
  const { core } = startCore({ settings, watch: true, ssh: { sshConfigPath: join(settings.home, 'none') } });
  await expect.poll(() => connections()).toBeGreaterThan(0);

  const tonight = await core.call('tonight.get', {});
  expect(tonight).toMatchObject({ notKnown: 30, noNight: 0 });
  expect((await core.call('customers.search', { query: 'col' })).customers).toEqual([]);
  expect((await core.call('failures.list', {})).failures).toEqual([]);
  expect((await core.call('fleet.status', {})).machines).toHaveLength(31);
  expect((await core.call('runs.list', {})).runs).toEqual([]);
  expect((await core.call('holds.list', {})).holds).toEqual([]);
  expect((await core.call('activity.list', {})).activity).toEqual([]);
  await expect(core.call('customers.get', { customer: 'col1' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(core.call('nights.list', { customer: 'col1' })).rejects.toMatchObject({ code: 'not-found' });

  const reading = async (): Promise<Job | undefined> =>
    (await core.call('jobs.list', {})).jobs.find(({ command }) => command === 'fleet.refresh');
  const job = await reading();
  expect(job).toMatchObject({ state: 'running', steps: [{ done: 0, total: 30, unit: 'hosts' }, { state: 'waiting' }] });
  // Whoever looks again meanwhile joins it.
  expect(await core.call('fleet.refresh', {})).toEqual({ jobId: job?.id });
  await core.call('jobs.cancel', { id: job?.id ?? '' });
  await expect.poll(reading).toMatchObject({ state: 'cancelled' });
});
