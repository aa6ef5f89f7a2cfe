import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { seeded } from '../../support/fleet/seeded.ts';
import { testFolder } from '../../support/nights/folder.ts';
import { canSeeProcesses, killAll, processesOf, waitUntilGone } from '../../support/nights/processes.ts';
import { seed } from '../../support/nights/settings.ts';
import { Victim } from '../../support/nights/victim.ts';
import { startSshd } from '../../support/sshd.ts';
import { writeSshClient } from '../../support/sshd-client.ts';
import { makeClientKey } from '../../support/sshd-keys.ts';

/** A host that reaches its server by OpenSSH on both ends. */
async function overSsh() {
  const folder = testFolder();
  const victim = new Victim(folder, seeded(`${seed} connection`));
  const key = await makeClientKey(join(folder, 'key'));
  const server = await startSshd({
    name: 'backup1',
    folder: join(folder, 'sshd'),
    authorizedKeys: [key.line],
    env: victim.rig.environment('server'),
  });
  onTestFinished(() => server.stop());
  const bin = victim.rig.binOf('host');
  fs.rmSync(join(bin, 'ssh'));
  await writeSshClient({ folder: join(folder, 'ssh'), bin, identityFile: join(folder, 'key'), servers: [server] });
  await victim.runWell('the first night');
  return { victim, server };
}

/** The processes of sshd that hold a connection: children of the one that listens. */
const connectionsOf = (listener: number) =>
  execFileSync('ps', ['-A', '-o', 'ppid=', '-o', 'pid='])
    .toString()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([parent, pid]) => (parent === listener && pid ? [pid] : []));

test.runIf(canSeeProcesses).each(['server', 'host'] as const)(
  'a real connection that breaks on the %s ends the run, loses nothing, and leaves nobody behind',
  async (side) => {
    const { victim, server } = await overSsh();
    const before = victim.kept();
    const night = victim.tomorrow();
    const arriving = join(victim.rig.backupdir, '.nightkeep/patch/home');
    const isArriving = () => fs.existsSync(arriving) && fs.readdirSync(arriving).some((name) => name.startsWith('.so'));
    fs.writeFileSync(
      `${victim.rig.hostRoot}/home/so large that it takes a while`,
      Buffer.alloc(200_000_000, night.runId),
    );
    victim.history.expect(night.runId, victim.history.look(['/home', '/etc']));
    const running = victim.rig.start(night);
    while (!running.isOver() && !isArriving()) await pause(2);
    const clients = () => processesOf(victim.rig.mark).filter(({ command }) => /^(\/usr\/bin\/)?ssh /.test(command));
    const killed = side === 'server' ? connectionsOf(server.pid) : clients().map(({ pid }) => pid);
    expect(killed.length).toBeGreaterThan(0);
    // With the first one gone others may end by themselves.
    killAll(killed.map((pid) => ({ pid, parent: 0, machine: side, command: 'ssh' })));
    const outcome = await running.done;
    expect(outcome.exitCode).toBe(1);
    expect(outcome.error?.message).toContain('connection');
    expect(await waitUntilGone(victim.rig.mark)).toEqual([]);
    victim.expectNightsWhole(before, night.runId, outcome, `killed on the ${side}`);
    await victim.runWell('the night after', night.runId);
  },
);
