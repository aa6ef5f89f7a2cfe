import '../raw-sources.ts';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { join } from 'node:path';
import type { RestoreOutcome, Run } from '../../../src-main/contract/index.ts';
import type { Core } from '../../../src-main/core.ts';
import type { HostPlan } from '../../support/fleet/plan.ts';
import type { StartedFleet } from '../../support/fleet/start.ts';

const { runJob } = await import('../../support/core-jobs.ts');
const { hosts } = await import('../../support/fleet/plan.ts');
const { openCore, startFleet } = await import('../../support/fleet/start.ts');

const CUSTOMER = 'col00214';
const FILES_A_FOLDER = 25;

/** What is restored: the files below one folder of the customer. */
export interface Shape {
  label: string;
  /** Relative to the customer's root, and an entry of backup.config. */
  path: string;
  files: number;
  /** Bytes of all of them together. */
  bytes: number;
}

/** One host and its server, each with an sshd of its own on this machine, nights made by the app, and the app on them. */
export class BenchEstate {
  readonly #fleet: StartedFleet;
  readonly #core: Core;
  readonly #plan: HostPlan;

  private constructor(fleet: StartedFleet, plan: HostPlan) {
    this.#fleet = fleet;
    this.#core = openCore(fleet.home);
    this.#plan = plan;
  }

  static async start(folder: string): Promise<BenchEstate> {
    const plan = hosts.find(({ name }) => name === 'jail15') as HostPlan;
    const fleet = await startFleet({ folder, only: [plan.name], nights: 0, filesPerCustomer: 20 });
    return new BenchEstate(fleet, plan);
  }

  /** The customer's `/`, which has the same path on the host. */
  get #root(): string {
    const folder = this.#plan.customers.find(({ id }) => id === CUSTOMER)?.folder ?? '';
    return join(this.#fleet.layout.root(this.#plan.name), this.#plan.customersAt, folder);
  }

  /** Makes the files of a shape: half of the bytes are like text, half can't be compressed, as pictures can't. */
  fill({ path, files, bytes }: Shape, random: () => number): void {
    const each = Math.round(bytes / files);
    for (let at = 0; at < files; at++) {
      const folder = join(this.#root, path, `d${Math.floor(at / FILES_A_FOLDER)}`);
      fs.mkdirSync(folder, { recursive: true });
      const size = files > 1000 ? Math.round(each * (0.05 + random() * 1.9)) : each;
      writeMixed(join(folder, `f${at}`), size, random, at % 2 === 0);
    }
  }

  /** A few files change, as they do in a day. */
  live({ path, files }: Shape, random: () => number): void {
    for (let left = Math.ceil(files / 100); left > 0; left--) {
      const at = Math.floor(random() * files);
      fs.appendFileSync(join(this.#root, path, `d${Math.floor(at / FILES_A_FOLDER)}`, `f${at}`), `${random()}\n`);
    }
  }

  async night(at: string): Promise<string> {
    return ((await runJob(this.#core, 'runs.start', { host: this.#plan.name, at })) as Run).runId;
  }

  /** Seconds of a whole restore: plan's end to the verified tarball. What it left is removed afterwards. */
  async restore({ path }: Shape, runIds: readonly string[]): Promise<number> {
    const selections = runIds.map((runId) => ({ host: this.#plan.name, runId, paths: [join(this.#root, path)] }));
    settle();
    const began = performance.now();
    const job = runJob(this.#core, 'restore.start', { customer: CUSTOMER, selections });
    const outcome = (await job) as RestoreOutcome;
    const took = (performance.now() - began) / 1000;
    for (const tarball of outcome.tarballs) fs.rmSync(tarball.path);
    for (const id of outcome.holds) await this.#core.call('holds.release', { id, confirm: id });
    await this.#emptyTrash();
    return took;
  }

  /** What was released is deleted in the background, which is nobody's turn. */
  async #emptyTrash(): Promise<void> {
    const trash = join(this.#fleet.layout.backupdir(this.#plan), '.nightkeep/trash');
    while (fs.readdirSync(trash).length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** Seconds of the plain pipe: `ssh server 'tar cz ...' | ssh host 'cat > ...'`. */
  async pipe({ path }: Shape, nights: number): Promise<number> {
    const backupdir = this.#fleet.layout.backupdir(this.#plan);
    const paths = Array.from({ length: nights }, (_, night) => `${night}${join(this.#root, path)}`).join(' ');
    const target = join(this.#root, 'by-pipe.tar.gz');
    const tar = this.#ssh(this.#plan.server, `tar -C ${backupdir} -cz ${paths}`);
    const cat = this.#ssh(this.#plan.name, `cat >${target}`);
    settle();
    const began = performance.now();
    const child = spawn('bash', ['-o', 'pipefail', '-c', `${tar} | ${cat}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const [status] = (await once(child, 'exit')) as [number | null];
    const took = (performance.now() - began) / 1000;
    if (status !== 0) throw new Error(`the pipe ended with ${status}`);
    fs.rmSync(target);
    return took;
  }

  #ssh(machine: string, command: string): string {
    const { machines, home, layout } = this.#fleet;
    const found = [...machines.servers, ...machines.hosts].find(({ name }) => name === machine);
    if (!found) throw new Error(`no ${machine} in the fleet`);
    const options = [
      ['-i', layout.staffKey],
      ['-p', String(found.port)],
      ['-o', `UserKnownHostsFile=${join(home, 'known_hosts')}`],
      ['-o', 'BatchMode=yes'],
    ].flat();
    return `ssh -F none ${options.join(' ')} ${found.user}@${found.host} '${command}'`;
  }

  async stop(): Promise<void> {
    await this.#core.close();
    await this.#fleet.stop();
  }
}

/** So that nobody's turn has to write what the one before it left. */
const settle = () => execFileSync('sync');

const words =
  'the of and to in is you that it he was for on are as with his they at be this have from or one had by'.split(' ');

function writeMixed(path: string, size: number, random: () => number, isText: boolean): void {
  const file = fs.openSync(path, 'w');
  const block = Buffer.alloc(Math.min(size, 1 << 20));
  for (let left = size; left > 0; left -= block.length) {
    if (isText) block.write(textOf(block.length, random), 'latin1');
    else for (let at = 0; at + 4 <= block.length; at += 4) block.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
    fs.writeSync(file, block, 0, Math.min(left, block.length));
  }
  fs.closeSync(file);
}

function textOf(length: number, random: () => number): string {
  let text = '';
  while (text.length < length) text += `${words[Math.floor(random() * words.length)]} ${Math.floor(random() * 1e4)} `;
  return text.slice(0, length);
}
