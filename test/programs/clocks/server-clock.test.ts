import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { setClocks } from '../../support/nights/clock-shim.ts';
import { shellOfThisTest, shells } from '../../support/shells.ts';
import { Estate } from '../night/estate.ts';
import { fakeSendmail } from '../night/sendmail.ts';

const NOW = '2026-11-27T01:10:00Z';

function estateAt(host: string, server: string, shell = shellOfThisTest()): Estate {
  const estate = new Estate(shell);
  onTestFinished(() => estate.end());
  mkdirSync(join(estate.host, 'mnt/data'), { recursive: true });
  writeFileSync(join(estate.host, 'mnt/data/file'), 'x');
  setClocks(estate, { host: new Date(host), server: new Date(server) });
  return estate;
}

test.each(shells)(
  'a night of a host whose clock is wrong is dated by the server’s, and says so: under $name',
  async (shell) => {
    const cases: [clock: string, words: RegExp][] = [
      ['2036-11-24T13:10:00Z', /^the clock of jail15 is wrong: it is 3650 days ahead of that of backup1, by which/],
      ['2010-01-01T00:00:00Z', /^the clock of jail15 is wrong: it is \d+ days behind that of backup1/],
      // A day's date, by the hours of a zone that was set wrongly.
      ['2026-11-27T09:10:00Z', /^the clock of jail15 is wrong: it is 8 hours ahead of that of backup1/],
    ];
    for (const [clock, words] of cases) {
      const seconds = (Date.parse(clock) - Date.parse(NOW)) / 1000;
      const estate = estateAt(clock, NOW, shell);
      const mail = join(estate.folder, 'mail');
      estate.putProgram('sendmail', fakeSendmail(mail));
      // 17:10 of the day before in Los Angeles.
      const { result, stderr } = await estate.night({
        timeZone: 'America/Los_Angeles',
        supportAddress: 'support@example.com',
      });
      expect([stderr, result?.state], clock).toEqual(['', 'warning']);
      expect(result).toMatchObject({
        date: '2026-11-26',
        startedAt: NOW,
        finishedAt: NOW,
        clockSkewSeconds: seconds,
        message: expect.stringMatching(words),
      });
      expect(estate.record(0)).toContain(`\tclockSkew=${seconds}\t`);
      const told = readFileSync(mail, 'utf8');
      expect(told).toContain('Subject: Nightkeep: jail15: look at the clock of jail15\n');
      expect(told).toContain(`\n  ${result?.message}.\n    What to do: set the clock of jail15,`);
    }
  },
);

test('a clock that is a little off is recorded, and its night is as good as any', async () => {
  const estate = estateAt('2026-11-27T01:11:30Z', NOW);
  const { result } = await estate.night({ timeZone: 'UTC' });
  expect(result).toMatchObject({ state: 'good', startedAt: '2026-11-27T01:11:30Z', clockSkewSeconds: 90 });
  expect(result?.message).toBeUndefined();
});

test('a server without a battery does not date nights', async () => {
  const estate = estateAt(NOW, '1970-01-03T00:00:00Z');
  const { result } = await estate.night({ timeZone: 'UTC' });
  expect(result).toMatchObject({
    state: 'warning',
    date: '2026-11-27',
    startedAt: NOW,
    message: expect.stringMatching(/^the clock of backup1 is wrong: it is \d+ days behind that of jail15$/),
  });
});

test('a date that is stated stays; the clocks are compared all the same', async () => {
  const estate = estateAt('2036-11-24T13:10:00Z', NOW);
  const { result } = await estate.night({ date: '2026-11-20', at: new Date('2026-11-20T08:00:00Z') });
  expect(result).toMatchObject({
    date: '2026-11-20',
    startedAt: '2026-11-20T08:00:00Z',
    clockSkewSeconds: 315_403_200,
  });
});
