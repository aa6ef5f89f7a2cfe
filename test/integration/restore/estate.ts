import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { CommandInput, RestoreOutcome, Run } from '../../../src-main/contract/index.ts';
import { type Core, createCore } from '../../../src-main/core.ts';
import type { Clock } from '../../../src-main/features/clock.ts';
import { openSettings } from '../../../src-main/ports.ts';
import { recordedLog } from '../../support/core.ts';
import { runJob } from '../../support/core-jobs.ts';
import { type HostPlan, hosts } from '../../support/fleet/plan.ts';
import { type StartedFleet, startFleet } from '../../support/fleet/start.ts';
import { removeTree } from '../../support/nights/folder.ts';

export const CUSTOMER = 'col00214';

/** One host and its server over real SSH, with a core on them, and nights made by the real program. */
export class LiveEstate {
  readonly fleet: StartedFleet;
  readonly core: Core;
  readonly plan: HostPlan;
  now: Date;

  private constructor(fleet: StartedFleet, now: Date, desk: string | undefined) {
    this.fleet = fleet;
    this.now = now;
    this.plan = hosts.find(({ name }) => name === 'jail15') as HostPlan;
    const clock: Clock = { now: () => this.now, every: () => () => undefined };
    this.core = createCore({
      settings: openSettings(fleet.home),
      clock,
      log: recordedLog(),
      by: 'anna@desk7',
      shell: 'cli',
      version: '0.0.0-test',
      watch: false,
      downloads: desk,
    });
  }

  /** With other hosts beside it, and a folder that stands for the machine's downloads, where they are wanted. */
  static async start(now: string, { also = [], desk }: { also?: string[]; desk?: string } = {}): Promise<LiveEstate> {
    const folder = mkdtempSync(join(tmpdir(), 'nk-restore-'));
    const fleet = await startFleet({ folder, only: ['jail15', ...also], nights: 0, filesPerCustomer: 60 });
    return new LiveEstate(fleet, new Date(now), desk);
  }

  /** The customer's `/` on this machine; also its path on the host, which is the same. */
  get root(): string {
    const folder = this.plan.customers.find(({ id }) => id === CUSTOMER)?.folder ?? '';
    return join(this.fleet.layout.root('jail15'), this.plan.customersAt, folder);
  }

  get backupdir(): string {
    return this.fleet.layout.backupdir(this.plan);
  }

  /** Backs up at that time, as the clock then shows it. */
  async night(at: string): Promise<Run> {
    this.now = new Date(at);
    return (await runJob(this.core, 'runs.start', { host: 'jail15', at })) as Run;
  }

  async restore(input: Omit<CommandInput<'restore.plan'>, 'customer'>): Promise<RestoreOutcome> {
    return (await runJob(this.core, 'restore.start', { customer: CUSTOMER, ...input })) as RestoreOutcome;
  }

  /** Unpacks a tarball by the very command that the customer is told, in a folder of its own: as often as it is given. */
  unpack({ tarballs, reply }: RestoreOutcome, times = 1): string {
    const [tarball] = tarballs;
    const [command] = /^ *mkdir -p \/restore-tmp\/.*$/m.exec(reply) ?? [];
    if (!tarball || !command) throw new Error(`no command to unpack with in: ${reply}`);
    const folder = join(mkdtempSync(join(this.fleet.layout.folder, 'unpacked-')), 'restore-tmp');
    const here = command.replaceAll('/restore-tmp', folder).replace(` ${tarball.inCustomer}`, ` ${tarball.path}`);
    const [, more = ''] = /says GNU, put (--.*) before -xzpf/.exec(reply) ?? [];
    const isGnu = execFileSync('tar', ['--version'], { encoding: 'utf8' }).includes('GNU tar');
    const whole = isGnu ? here.replace('-xzpf', `${more} -xzpf`) : here;
    for (let time = 0; time < times; time++) execFileSync('sh', ['-c', whole]);
    return join(folder, basename(tarball.inCustomer, '.tar.gz'));
  }

  /** What lies in the customer's `/` that is not of its own making. */
  tarballs(): string[] {
    return readdirSync(this.root).filter((name) => name.endsWith('.tar.gz') || name.startsWith('.nightkeep'));
  }

  clear(): void {
    for (const name of this.tarballs()) rmSync(join(this.root, name));
  }

  async stop(): Promise<void> {
    await this.core.close();
    await this.fleet.stop();
    removeTree(this.fleet.layout.folder);
  }
}
