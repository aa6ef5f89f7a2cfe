import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fleet } from '../../src-main/contract/index.ts';
import { expect, test } from './fixtures.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));

interface Started {
  npm: ChildProcess;
  out: () => string;
  ports: number[];
  temporary: string;
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
  await expect.poll(() => out, { timeout: 120_000 }).toContain('\n');
  const [folder] = readdirSync(temporary).filter((name) => name.startsWith('nightkeep-'));
  if (!folder) throw new Error('no folder of its own');
  const { fleet } = JSON.parse(readFileSync(join(temporary, folder, 'home', 'config.json'), 'utf8')) as {
    fleet: Fleet;
  };
  const ports = [...fleet.servers, ...fleet.hosts].map(({ ssh }) => ssh.port as number);
  return { npm, out: () => out, temporary, ports: [...ports, Number(new URL(out.trim()).port)] };
}

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
  test.describe.configure({ timeout: 300_000 });
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
    await expect.poll(() => answering(ports), { timeout: 120_000 }).toBe(0);
    await expect.poll(() => readdirSync(temporary).filter((name) => name.startsWith('nightkeep-demo-'))).toEqual([]);
    expect(out().trim().split('\n')).toHaveLength(1);
  });

  test('ends when the one that started it is killed, and goes on from what it kept', async () => {
    const kept = join(temporary, 'nightkeep-kept');
    const nights = () => readdirSync(join(kept, 'backup1/data/jail15')).filter((name) => /^\d+$/.test(name));
    const { npm, ports } = await npmRunDemo(temporary, '--keep', kept);
    npm.kill('SIGKILL');
    await expect.poll(() => answering(ports), { timeout: 120_000 }).toBe(0);
    expect(nights()).toHaveLength(6);

    const begun = Date.now();
    const second = await npmRunDemo(temporary, '--keep', kept);
    expect(Date.now() - begun, 'no night is made again').toBeLessThan(15_000);
    expect(await answering(second.ports)).toBe(9);
    // A third would give the same machines other ports.
    const third = spawnSync('npm', ['run', '-s', 'demo', '--', '--no-open', '--keep', kept], { cwd: checkout });
    expect(third.status).toBe(1);
    expect(third.stderr.toString()).toContain(`runs the fleet in ${kept} already`);
    expect(await answering(second.ports)).toBe(9);
    await endOf(second);
    expect(nights()).toHaveLength(6);
  });
});
