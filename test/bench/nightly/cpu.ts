import * as fs from 'node:fs';

/** Milliseconds of processor time, in the programs themselves and in the kernel on their behalf. */
export interface Cpu {
  user: number;
  system: number;
}

/**
 * The processes of one night, those included that it leaves running in the background. A control group counts them
 * all; what the kernel's own threads do later (writing back, a loop device) is nobody's and not counted.
 */
export class Group {
  readonly #folder: string | undefined;

  constructor() {
    const mount = /^\S+ \S+ \S+ \S+ (\S+) .* - cgroup2 /m.exec(readOr('/proc/self/mountinfo'))?.[1];
    const folder = mount && `${mount}/nightkeep-bench-${process.pid}`;
    try {
      if (folder) fs.mkdirSync(folder);
      this.#folder = folder;
    } catch {}
  }

  /** Whether work left in the background is counted. */
  get countsAll(): boolean {
    return this.#folder !== undefined;
  }

  /** Shell words that put the shell itself into the group. */
  get enter(): string {
    return this.#folder ? `echo $$ >'${this.#folder}/cgroup.procs' &&` : '';
  }

  /** Puts a process into the group; what it starts from now on is in it, too. */
  take(pid: number): void {
    if (this.#folder) fs.writeFileSync(`${this.#folder}/cgroup.procs`, `${pid}`);
  }

  isEmpty(): boolean {
    return !this.#folder || readOr(`${this.#folder}/cgroup.procs`) === '';
  }

  /** So far; undefined without a control group. */
  used(): Cpu | undefined {
    if (!this.#folder) return undefined;
    const stat = readOr(`${this.#folder}/cpu.stat`);
    const value = (key: string) => Number(new RegExp(`^${key} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0) / 1000;
    return { user: value('user_usec'), system: value('system_usec') };
  }

  /** Ends whatever still runs in it, and waits for that. */
  end(): void {
    if (!this.#folder || this.isEmpty()) return;
    fs.writeFileSync(`${this.#folder}/cgroup.kill`, '1');
    for (let patience = 500; patience > 0 && !this.isEmpty(); patience--) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }

  remove(): void {
    if (this.#folder) fs.rmdirSync(this.#folder);
  }
}

function readOr(path: string, otherwise = ''): string {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return otherwise;
  }
}
