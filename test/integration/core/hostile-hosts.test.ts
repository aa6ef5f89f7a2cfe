import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Fleet } from '../../../src-main/contract/index.ts';
import { openSettings } from '../../../src-main/ports.ts';
import { systemClock } from '../../../src-main/ssh/clock.ts';
import { startCore } from '../../support/core.ts';
import { runJob } from '../../support/core-jobs.ts';
import type { Sshd } from '../../support/sshd.ts';
import { type Estate, it } from '../ssh/estate.ts';

const MB = 1024 * 1024;

/** What answers in place of a shell on a host that somebody else runs now. */
const answers = {
  'a line without end': 'echo "nightkeep-group $$"; yes | tr -d "\\n"',
  'lines without end': 'echo "nightkeep-group $$"; yes "hex\tbytes=2f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2f"',
  'events without end': 'echo "nightkeep-group $$"; yes "entry\tpath=/a"',
  'noise before it begins': 'yes noise',
  'complaints without end': 'echo "nightkeep-group $$"; yes oh >&2',
  'a word now and then': 'echo "nightkeep-group $$"; while :; do echo .; sleep 0.2; done',
} as const;

/** A backup.config of the most that is read. */
const configs = {
  'one deep entry': `## ENTRY ${'/a'.repeat(MB / 2)}`,
  'a run of blanks': `## ENTRY /x${' '.repeat(MB)}y`,
  'many deep entries': `## ENTRY ${'/a'.repeat(2000)}\n`.repeat(200),
  'many entries': Array.from({ length: MB / 14 }, (_, at) => `## ENTRY /${at}\n`).join(''),
  'nothing but complaints': 'x\n'.repeat(MB / 2),
  'bytes that are no text': Buffer.alloc(MB, 0xff),
} as const;

it('one hostile host costs the others nothing, and the app little', async ({ estate }) => {
  const backup1 = await estate.start('backup1');
  const jail15 = await estate.start('jail15');
  const liars = await Promise.all(
    Object.values(answers).map((script, at) =>
      estate.start(`liar${at}`, { authorizedKeys: [forced(estate, at, script)] }),
    ),
  );
  await estate.know(backup1, jail15, ...liars);

  const head = `backupdir=${join(estate.folder, 'nights')}\nserver=backup1\n`;
  const root = join(estate.folder, 'data', '10.0.0.1-col00214-DIR');
  mkdirSync(join(root, 'etc'), { recursive: true });
  const config = (name: string, text: string | Buffer) => {
    const path = join(estate.folder, `${name}.config`);
    writeFileSync(path, Buffer.concat([Buffer.from(head), Buffer.from(text)]).subarray(0, MB));
    return path;
  };
  const host = (name: string, sshd: Sshd, configPath: string) => ({ name, ...estate.targetOf(sshd), configPath });
  const full = Object.values(configs).map((text, at) => host(`full${at}`, jail15, config(`full${at}`, text)));
  const fleet: Partial<Fleet> = {
    customerPatterns: ['(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR', '(a{1,9})+(?<customer>b)c'],
    servers: [{ name: 'backup1', ...estate.targetOf(backup1) }],
    hosts: [
      ...liars.map((sshd, at) => host(`liar${at}`, sshd, '/x.config')),
      ...full,
      host('jail15', jail15, config('jail15', `## ENTRY ${root}/etc`)),
    ],
  };
  const home = join(estate.folder, 'home');
  mkdirSync(home);
  writeFileSync(join(home, 'config.json'), JSON.stringify({ fleet }));

  const { core, log } = startCore({
    settings: openSettings(home),
    // A minute of waiting is long for a test.
    ssh: {
      knownHostsPath: estate.knownHosts,
      clock: { ...systemClock, after: (ms, done) => systemClock.after(ms === 60_000 ? 8000 : ms, done) },
    },
  });
  const before = process.memoryUsage.rss();
  const outcome = await runJob(core, 'fleet.refresh', {});
  expect(process.memoryUsage.rss() - before).toBeLessThan(500 * MB);

  const { customers } = await core.call('customers.search', { query: 'col00214' });
  expect(customers).toEqual([
    expect.objectContaining({ id: 'col00214', hosts: [expect.objectContaining({ host: 'jail15' })] }),
  ]);
  for (const [at] of liars.entries())
    expect(outcome.problems).toEqual(expect.arrayContaining([expect.stringMatching(new RegExp(`liar${at}\\b`))]));
  expect(log.lines.filter(({ error }) => error)).toEqual([]);
});

/** A key that gets this in place of a shell. */
function forced(estate: Estate, at: number, script: string): string {
  const file = join(estate.folder, `liar${at}.sh`);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return `command="${file}" ${estate.key.line}`;
}
