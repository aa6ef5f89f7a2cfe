import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the host has outside of the jail, and must have unchanged after everything. */
export class HostSecrets {
  readonly folder: string;
  readonly file: string;
  readonly #before: string;

  constructor(folder: string) {
    this.folder = folder;
    this.file = join(folder, 'master.passwd');
    mkdirSync(folder);
    writeFileSync(this.file, 'root:secret', { mode: 0o600 });
    this.#before = this.#look();
  }

  #look(): string {
    const { ino, mode, uid, gid, size, mtimeMs, nlink } = statSync(this.file);
    const inside = { names: readdirSync(this.folder), text: readFileSync(this.file, 'utf8') };
    return JSON.stringify({ ...inside, ino, mode, uid, gid, size, mtimeMs, nlink });
  }

  /** What changed; undefined where nothing did. A further link to the secret shows in its count of links. */
  harm(): string | undefined {
    const now = this.#look();
    return now === this.#before ? undefined : `${this.#before} became ${now}`;
  }
}

/**
 * Root in the jail, gone mad: plants symlinks, fifos, folders and files under every name a tarball could get, and puts
 * the same in the place of whatever else appears in its `/`, as fast as it can. It never looks outside of its `/`; all
 * that happens there is the program's doing.
 */
const program = `
const fs = require('node:fs');
const { root, secrets, fifo, names } = JSON.parse(process.argv[1]);
const parent = process.ppid;
process.chdir(root);
const quietly = (work) => { try { return work(); } catch { return undefined; } };
const clear = (name) => quietly(() => fs.rmSync(name, { recursive: true, force: true }));
const plants = [
  (name) => fs.symlinkSync(secrets + '/master.passwd', name),
  (name) => fs.symlinkSync(secrets, name),
  (name) => fs.symlinkSync(secrets + '/new', name),
  (name) => fs.linkSync(fifo, name),
  (name) => fs.mkdirSync(name),
  // Not through a link of its own that was in the way.
  (name) => fs.writeFileSync(name, 'theirs', { flag: 'wx' }),
  () => {},
];
const plant = (name) => quietly(() => plants[Math.floor(Math.random() * plants.length)](name));
// Now in a hurry, now patient: what is never left alone for a moment only shows one way of being disturbed.
const pause = new Int32Array(new SharedArrayBuffer(4));
const rest = () => Math.random() < 0.1 && Atomics.wait(pause, 0, 0, Math.random() * 40);
let moved = 0;
process.stdout.write('ready');
// A test that is killed can't end it.
while (process.ppid === parent) {
  for (const name of names) {
    clear(name);
    plant(name);
  }
  // Where everything is disturbed at once, nothing ever comes as far as the last step.
  if (Math.floor(Date.now() / 1500) % 2) continue;
  for (let spin = 0; spin < 50; spin++) {
    for (const name of fs.readdirSync('.')) {
      if (names.includes(name) || name.startsWith('moved')) continue;
      if (Math.random() < 0.5) quietly(() => fs.renameSync(name, 'moved' + (moved++ % 20)));
      else clear(name);
      plant(name);
    }
    rest();
  }
}`;

export interface Attack {
  root: string;
  secrets: string;
  /** A named pipe on the same file system, which is linked to where the program could wait for it. */
  fifo: string;
  names: string[];
}

/** Starts the attacker; gives what ends it. */
export async function attack(plan: Attack): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['-e', program, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  return async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
}
