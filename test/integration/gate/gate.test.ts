import { execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandInput, GateCheck, GatePlan, Run } from '../../../src-main/contract/index.ts';
import type { Core } from '../../../src-main/core.ts';
import { BOOT } from '../../../src-main/programs/boot.ts';
import { runJob } from '../../support/core-jobs.ts';
import { type HostPlan, hosts } from '../../support/fleet/plan.ts';
import { openCore, type StartedFleet, startFleet } from '../../support/fleet/start.ts';
import { compare } from '../../support/nights/compare.ts';
import { removeTree } from '../../support/nights/folder.ts';
import { takeManifest } from '../../support/nights/manifest.ts';
import { freePort } from '../../support/sshd.ts';

const run = promisify(execFile);
const plan = hosts.find(({ name }) => name === 'jail15') as HostPlan;
const other = hosts.find(({ name, server }) => name !== 'jail15' && server === plan.server) as HostPlan;

let fleet: StartedFleet;
let core: Core;
let keysFile: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nk-gate-'));
  fleet = await startFleet({ folder, only: ['jail15', other.name], nights: 0, filesPerCustomer: 10 });
  keysFile = fleet.layout.own(plan.server, 'sshd', 'authorized_keys');
  core = openCore(fleet.home);
});

afterAll(async () => {
  await core.close();
  await fleet.stop();
  removeTree(fleet.layout.folder);
});

const keys = () => readFileSync(keysFile, 'utf8').split('\n');
const check = () => core.call('gate.check', { host: 'jail15' }) as Promise<GateCheck>;
const install = (input: Omit<CommandInput<'gate.install'>, 'host'> = {}) =>
  runJob(core, 'gate.install', { host: 'jail15', ...input }) as Promise<GatePlan>;
const noted = async () =>
  (await core.call('activity.list', { host: 'jail15' })).activity
    .filter(({ action }) => action.startsWith('gate'))
    .map(({ message }) => message);
const backUp = () => runJob(core, 'runs.start', { host: 'jail15' }) as Promise<Run>;
const night = () => join(fleet.layout.backupdir(plan), '0');

/** What the host's own ssh answers. */
async function ssh(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const program = fleet.layout.own('jail15', 'bin', 'ssh');
  return run(program, args, { timeout: 300_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

describe('a host’s key on its server', () => {
  test('opens everything at first, and the app says so', async () => {
    expect((await ssh(plan.server, 'echo open')).stdout).toBe('open\n');
    const { gated, open, remains } = await check();
    expect(gated).toBe(false);
    expect(open[0]).toMatch(/^Whoever is root on jail15 can run any command on .*line \d+ of .*authorized_keys/);
    expect(remains.join(' ')).toMatch(/fill the disk/);
  });

  test('is bound to the gate after a look at what that does, and no other line changes', async () => {
    const before = keys();
    const dry = await install({ dryRun: true });
    expect(dry).toMatchObject({ changed: true, dryRun: true });
    expect(keys()).toEqual(before);
    const gate = join(fleet.layout.root(plan.server), 'usr/local/libexec/nightkeep/gate');
    expect(existsSync(gate)).toBe(false);

    const done = await install();
    expect(done.steps).toEqual(dry.steps.map((step) => expect.stringContaining(step.replace(/-\d{8}T\d{6}Z$/, ''))));
    const mine = before.findIndex((line) => line.endsWith(' jail15'));
    expect(keys()).toEqual(before.with(mine, `command="${gate} jail15",restrict ${before[mine]}`));
    expect(done.lines).toEqual([{ server: plan.server, file: keysFile, line: keys()[mine] }]);
    expect(statSync(keysFile).mode & 0o777).toBe(0o600);
    const folder = fleet.layout.own(plan.server, 'sshd');
    const copies = readdirSync(folder).filter((name) => name.includes('before-nightkeep'));
    expect(copies.map((name) => readFileSync(join(folder, name), 'utf8').split('\n'))).toEqual([before]);

    expect(await install()).toMatchObject({ changed: false, steps: [expect.stringMatching(/nothing to do/)] });
    expect(await check()).toMatchObject({ gated: true, open: [], refusals: [], refusalsCount: 0 });
  });

  test('brings nights as before', async () => {
    const first = await backUp();
    expect(first).toMatchObject({ state: 'good', host: 'jail15' });
    const { backupdir } = { backupdir: fleet.layout.backupdir(plan) };
    const published = takeManifest(join(backupdir, '0'));
    const second = await backUp();
    expect(second.entries.every(({ changed, added }) => changed + added === 0)).toBe(true);
    expect(compare(published, takeManifest(join(backupdir, '1')))).toEqual([]);
  });

  test('fetches what staff restore', async () => {
    const { nights } = await core.call('nights.list', { host: 'jail15' });
    const [customer] = plan.customers;
    const root = fleet.layout.entry(plan, customer?.folder ?? '', '').replace(/\/$/, '');
    const [entry] = (nights[0]?.entries ?? []).filter(({ path }) => path.startsWith(`${root}/`));
    const restored = await runJob(core, 'restore.start', {
      customer: customer?.id ?? '',
      selections: [{ host: 'jail15', runId: nights[0]?.runId ?? '', paths: [entry?.path ?? ''] }],
    });
    const [tarball] = restored.tarballs;
    expect(statSync(tarball?.path ?? '').size).toBe(tarball?.bytes);
  });

  test('does nothing else, in whatever way it is asked', async () => {
    const before = takeManifest(night());
    const server = plan.server;
    for (const args of [
      [server],
      [server, 'id'],
      ['-T', server, `cat ${night()}/.nightkeep-record`],
      [server, `exec sh -c '${BOOT}'; id`],
      [server, 'rsync --server --sender -logDtpre.iLsfxCIvu . /'],
      ['-o', 'SetEnv=NIGHTKEEP_PREFIX=/tmp RSYNC_RSH=evil', server, 'env'],
      ['-s', server, 'sftp'],
      ['-o', 'SendEnv=*', '-o', 'ForwardAgent=yes', '-X', server, 'ssh-add -l'],
    ]) {
      const { code, stdout, stderr } = await ssh(...args);
      expect({ code, stdout }, args.join(' ')).toEqual({ code: 1, stdout: '' });
      // Over a subsystem only stdout comes back.
      if (!args.includes('sftp')) expect(stderr, args.join(' ')).toMatch(/can do nothing but bring nights/);
    }
    const { refusals, refusalsCount } = await check();
    expect(refusalsCount).toBe(8);
    expect(refusals[0]).toMatchObject({ asked: 'ssh-add -l', from: '127.0.0.1' });
    expect(refusals.map(({ asked }) => asked)).toContain('internal-sftp');
    expect(compare(before, takeManifest(night()))).toEqual([]);
  });

  test('forwards nothing, and has no terminal', async () => {
    const inside = createServer((socket) => socket.end('inside'));
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const address = inside.address();
    const target = typeof address === 'object' ? `127.0.0.1:${address?.port}` : '';
    try {
      const forwarded = await ssh('-W', target, plan.server);
      expect(forwarded.code).not.toBe(0);
      expect(forwarded.stdout).toBe('');
      expect((await ssh('-tt', plan.server)).stderr).toMatch(/PTY allocation request failed/);
      const listening = await ssh(
        '-o',
        'ExitOnForwardFailure=yes',
        '-N',
        '-R',
        `${await freePort()}:${target}`,
        plan.server,
      );
      expect(listening.code).toBe(255);
    } finally {
      inside.close();
    }
  });

  test('does nothing else over a connection that is shared', async () => {
    const socket = join(fleet.layout.folder, 's');
    const program = fleet.layout.own('jail15', 'bin', 'ssh');
    const master = spawn(program, ['-M', '-N', '-S', socket, plan.server], { stdio: 'ignore' });
    try {
      await expect.poll(() => existsSync(socket), { timeout: 300_000 }).toBe(true);
      for (const args of [['id'], [`cat ${night()}/.nightkeep-record`]]) {
        expect((await ssh('-S', socket, plan.server, ...args)).stderr).toMatch(/can do nothing but/);
      }
    } finally {
      const ended = new Promise((resolve) => master.once('exit', resolve));
      master.kill();
      await ended;
    }
  });

  test('is told of where the gate was told other things than the fleet says', async () => {
    const { fleet: now } = await core.call('fleet.get', {});
    await core.call('fleet.save', { fleet: { ...now, nightsToKeep: 14 } });
    expect((await check()).open).toEqual([expect.stringMatching(/how many nights to keep/)]);
    expect((await install()).steps.filter((step) => !/nothing to do/.test(step))).toEqual([
      expect.stringMatching(/replace .*hosts\/jail15/),
    ]);
    expect((await check()).open).toEqual([]);
  });

  test('is free again when staff say so', async () => {
    await install({ remove: true });
    expect(keys().filter((line) => line.includes('command='))).toEqual([]);
    expect((await ssh(plan.server, 'echo open')).stdout).toBe('open\n');
    expect((await check()).gated).toBe(false);
  });

  test('is bound and freed with a line in the log of actions each, and looking leaves none', async () => {
    const before = await noted();
    expect(before[0]).toBe(`freed the key of jail15 from the gate on ${plan.server}`);
    await install();
    await install();
    await install({ remove: true, dryRun: true });
    expect(await noted()).toEqual([`bound the key of jail15 to the gate on ${plan.server}`, ...before]);
  });
});
