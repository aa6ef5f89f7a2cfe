import * as fs from 'node:fs';
import { join } from 'node:path';
import { StatementSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fleet as fleetSchema } from '../../src-main/contract/index.ts';
import { createServerFacts } from '../../src-main/features/fleet/server-facts.ts';
import { openSettings } from '../../src-main/ports.ts';
import { openHistory } from '../../src-main/stores/history/history.ts';
import { startCore } from '../support/core.ts';
import { run, runEntry } from '../support/runs.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { nothingWrong } from '../support/told-facts.ts';

const HOSTS = 120;
const entries = Array.from({ length: 100 }, (_, index) => `/mnt/data1/10.0.0.${index}-col00001-DIR/usr/local/www/site`);

/** A data folder as the app leaves it, of hosts whose server refuses the connection by now. */
function knownFleet(): string {
  const home = tempFolder();
  const ssh = { host: '127.0.0.1', port: 1, user: 'root' };
  const names = Array.from({ length: HOSTS }, (_, index) => `jail${index}`);
  const fleet = fleetSchema.parse({
    servers: [{ name: 'backup1', ssh }],
    hosts: names.map((name) => ({ name, ssh, configPath: '/c' })),
  });
  fs.writeFileSync(join(home, 'config.json'), JSON.stringify({ fleet }));
  const now = new Date();
  const history = openHistory(join(home, 'history.sqlite'), () => now);
  const serverFacts = createServerFacts(history.facts);
  for (const host of names) {
    const backupdir = `/data/${host}`;
    history.places.save(host, { server: 'backup1', backupdir, entries }, now.toISOString());
    serverFacts.set(host, { ...nothingWrong, backupdir, toldAt: now.toISOString() });
    serverFacts.setInNights(host, { entries, roots: [] });
    const nights = Array.from({ length: 7 }, (_, night) => new Date(now.getTime() - night * 86_400_000));
    const dates = nights.map((night) => night.toISOString().slice(0, 10));
    history.runs.save(
      dates.map((date) => ({
        ...run(
          date,
          entries.map((path) => runEntry(path)),
        ),
        host,
      })),
    );
  }
  history.close();
  return home;
}

test('what a warm start answers from is read once, and little of it', async () => {
  const settings = openSettings(knownFleet());
  const reads = (['get', 'all'] as const).map((how) => vi.spyOn(StatementSync.prototype, how));
  const parsed = vi.spyOn(JSON, 'parse');
  onTestFinished(() => void [...reads, parsed].map((spy) => spy.mockRestore()));
  const { core } = startCore({ settings, watch: true });
  const { hosts, notKnown } = await core.call('tonight.get', {});
  await core.call('failures.list', {});
  const statements = reads.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  const characters = parsed.mock.calls.reduce((sum, [text]) => sum + text.length, 0);

  expect([hosts.length, notKnown]).toEqual([HOSTS, 0]);
  expect(hosts[7]?.cells.at(-1)?.state).toBe('good');
  // Its runs, its place, who shares it, what its server told, what was on its disk, and of those asked meanwhile when.
  expect(statements / HOSTS).toBeLessThan(8);
  // Of its hundred entries, which stand in the config, in the nights and in each of their records, none.
  expect(characters / HOSTS).toBeLessThan(4000);
});
