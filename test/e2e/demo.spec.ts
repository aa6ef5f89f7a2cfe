import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fleet } from '../../src-main/contract/index.ts';
import { layoutIn } from '../support/fleet/layout.ts';
import { caller } from './demo.ts';
import { expect, test } from './fixtures.ts';
import { CustomerPage } from './pages/customer-page.ts';
import { Shell } from './pages/shell.ts';
import { TonightPage } from './pages/tonight-page.ts';

const HANGS_AFTER_MS = 10 * 60_000;
const checkout = fileURLToPath(new URL('../..', import.meta.url));

interface Started {
  npm: ChildProcess;
  out: () => string;
  ports: number[];
  temporary: string;
  /** Where the fleet is. */
  folder: string;
}

/** `npm run demo -- --no-open`, as in a terminal of its own. */
async function npmRunDemo(temporary: string, ...options: string[]): Promise<Started> {
  const npm = spawn('npm', ['run', '-s', 'demo', '--', '--no-open', '--small', ...options], {
    cwd: checkout,
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let out = '';
  npm.stdout?.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  await expect.poll(() => out, { timeout: HANGS_AFTER_MS }).toContain('\n');
  const [name] = readdirSync(temporary).filter((name) => name.startsWith('nightkeep-'));
  if (!name) throw new Error('no folder of its own');
  const folder = join(temporary, name);
  const { fleet } = JSON.parse(readFileSync(join(folder, 'home', 'config.json'), 'utf8')) as { fleet: Fleet };
  const ports = [...fleet.servers, ...fleet.hosts].map(({ ssh }) => ssh.port as number);
  return { npm, out: () => out, temporary, folder, ports: [...ports, Number(new URL(out.trim()).port)] };
}

/** The backupdirs of the hosts that have their week. */
const withWeek = (folder: string): string[] =>
  ['backup1/data', 'backup2/data'].flatMap((data) =>
    readdirSync(join(folder, data))
      .filter((name) => name !== 'scripts')
      .map((host) => join(folder, data, host)),
  );
/** The folders of a backupdir's nights: each has a number of its own, which a rename leaves it. */
const nightsIn = (backupdir: string): number[] =>
  readdirSync(backupdir)
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statSync(join(backupdir, name)).ino);
const isWhole = ({ folder }: Started) => existsSync(join(folder, 'finished'));

const answers = (port: number) =>
  new Promise<boolean>((told) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      told(true);
    });
    socket.once('error', () => told(false));
  });
const answering = async (ports: number[]) => (await Promise.all(ports.map(answers))).filter(Boolean).length;

/** Ctrl-C, which reaches every process of the terminal. */
async function endOf({ npm }: Started): Promise<void> {
  const ended = once(npm, 'exit');
  process.kill(-(npm.pid as number), 'SIGINT');
  await ended;
}

test.describe('npm run demo', () => {
  test.describe.configure({ timeout: 2 * HANGS_AFTER_MS });
  let temporary: string;
  test.beforeEach(() => {
    temporary = mkdtempSync(join(tmpdir(), 'nk-demo-'));
  });
  test.afterEach(() => rmSync(temporary, { recursive: true, force: true }));

  test('prints one line, the address; Ctrl-C ends everything and leaves nothing behind', async () => {
    const started = await npmRunDemo(temporary);
    const { out, ports } = started;
    expect(out()).toMatch(/^http:\/\/(127\.0\.0\.1|localhost):\d+\/\S*\n$/);
    expect(ports).toHaveLength(9);
    expect(await answering(ports)).toBe(9);
    await endOf(started);
    await expect.poll(() => answering(ports), { timeout: HANGS_AFTER_MS }).toBe(0);
    await expect.poll(() => readdirSync(temporary).filter((name) => name.startsWith('nightkeep-demo-'))).toEqual([]);
    expect(out().trim().split('\n')).toHaveLength(1);
  });

  test('opens while the fleet grows, ends when the one that started it is killed, and goes on where it was', async ({
    page,
  }) => {
    const shell = new Shell(page);
    const customer = new CustomerPage(page, shell);
    const tonight = new TonightPage(page, shell);
    const nights = customer.calendar.locator('[data-date][aria-disabled="false"]');
    /** The customer of the last host to get its week. */
    const lookUp = async ({ out }: Started) => {
      await page.goto(out().trim());
      await shell.search.fill('col00633');
      await shell.results.getByRole('option', { name: /col00633/ }).waitFor();
      await page.keyboard.press('Enter');
      await expect(customer.calendar).toBeVisible();
    };

    const kept = join(temporary, 'nightkeep-kept');
    const first = await npmRunDemo(temporary, '--keep', kept);
    await lookUp(first);
    expect(await nights.count()).toBe(0);
    expect(withWeek(kept), 'the app is open before the fleet is whole').not.toContain(
      join(kept, 'backup2/data/virt10'),
    );
    await expect.poll(() => withWeek(kept).length, { timeout: HANGS_AFTER_MS }).toBeGreaterThan(0);
    await page.goto('about:blank');
    first.npm.kill('SIGKILL');
    await expect.poll(() => answering(first.ports), { timeout: HANGS_AFTER_MS }).toBe(0);
    expect(isWhole(first), 'killed in the middle').toBe(false);
    const made = withWeek(kept).map((backupdir) => ({ backupdir, nights: nightsIn(backupdir) }));

    const second = await npmRunDemo(temporary, '--keep', kept);
    expect(await answering(second.ports)).toBe(9);
    await lookUp(second);
    // A third would give the same machines other ports.
    const third = spawnSync('npm', ['run', '-s', 'demo', '--', '--no-open', '--keep', kept], { cwd: checkout });
    expect(third.status).toBe(1);
    expect(third.stderr.toString()).toContain(`runs the fleet in ${kept} already`);
    expect(await answering(second.ports)).toBe(9);

    await expect(nights).toHaveCount(7, { timeout: HANGS_AFTER_MS });
    await tonight.open();
    await tonight.untilWhole();
    expect(isWhole(second)).toBe(true);
    // No host was ever seen with a part of its week, which would be one that missed nights.
    expect(await tonight.inbox.getByText('nothing was backed up since').count()).toBe(0);
    const { failures } = await caller(layoutIn(kept))('failures.list', {});
    expect(failures.filter(({ cause }) => cause === 'missed').map(({ host, state }) => ({ host, state }))).toEqual([
      { host: 'jail15', state: 'resolved' },
    ]);
    const whole = withWeek(kept).map((backupdir) => ({ backupdir, nights: nightsIn(backupdir) }));
    expect(whole, 'who had a week has the same one').toEqual(expect.arrayContaining(made));
    const missedOne = (backupdir: string) => backupdir.endsWith('/jail15');
    expect(whole.map(({ nights }) => nights.length)).toEqual(
      whole.map(({ backupdir }) => (missedOne(backupdir) ? 6 : 7)),
    );
    expect(whole).toHaveLength(6);
    await page.close();
    await endOf(second);

    const last = await npmRunDemo(temporary, '--keep', kept);
    expect(isWhole(last)).toBe(true);
    for (const { backupdir, nights } of whole) expect(nightsIn(backupdir), 'no night is made again').toEqual(nights);
    await endOf(last);
  });
});
