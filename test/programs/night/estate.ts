import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Run } from '../../../src-main/contract/index.ts';
import { BOOT, bootable } from '../../../src-main/programs/boot.ts';
import { type NightInput, nightProgram } from '../../../src-main/programs/night/night.ts';
import type { Program } from '../../../src-main/programs/program.ts';
import { encodeInput, LineSplitter, type ProgramEvent, parseEvent } from '../../../src-main/programs/wire.ts';
import { killAll, processesOf } from '../../support/nights/processes.ts';
import { untilTidy } from '../../support/nights/tidy.ts';
import type { Shell } from '../../support/shells.ts';
import { until } from '../../support/until.ts';

export interface Outcome<Result> {
  exitCode: number | null;
  stderr: string;
  events: ProgramEvent[];
  /** Undefined where the program failed. */
  result: Result | undefined;
  error: { code?: string; message?: string } | undefined;
}

const FAKE_SSH = `
[ "$1" != -V ] || { echo 'OpenSSH_9.2, of this test' >&2; exit 0; }
while [ $# -gt 0 ]; do
  case $1 in -o) shift 2 ;; -*) shift ;; *) break ;; esac
done
case $1 in backup1 | backup2) ;; *) echo "ssh: Could not resolve hostname $1" >&2; exit 255 ;; esac
shift
NIGHTKEEP_PREFIX=$NK_SERVER NIGHTKEEP_TEST_DIE_AT=$NK_SERVER_DIES_AT exec sh -c "$*"
`;

/** One host and one server, each a folder, in which the programs run in a shell of one's choice. */
export class Estate {
  readonly folder = mkdtempSync(join(tmpdir(), 'nk-estate-'));
  readonly host = join(this.folder, 'host');
  readonly server = join(this.folder, 'server');
  readonly backupdir = join(this.server, 'data/jail15');
  readonly environment: Record<string, string>;
  readonly children = new Set<ChildProcess>();

  constructor(shell: Shell) {
    for (const path of [this.host, join(this.server, 'data'), join(this.folder, 'bin'), join(this.folder, 'tmp')])
      mkdirSync(path, { recursive: true });
    const [program] = shell.argv;
    // Under the name sh, bash keeps to POSIX and busybox is ash.
    symlinkSync(pathOf(program), join(this.folder, 'bin/sh'));
    this.putProgram('ssh', FAKE_SSH);
    this.environment = {
      PATH: `${join(this.folder, 'bin')}${delimiter}${process.env.PATH}`,
      HOME: this.folder,
      TMPDIR: join(this.folder, 'tmp'),
      NIGHTKEEP_PREFIX: this.host,
      NK_SERVER: this.server,
      NK_SERVER_DIES_AT: '',
      NIGHTKEEP_TEST_RIG: this.folder,
    };
    this.configure(['/mnt/data']);
  }

  /** A program first on PATH, as the host and the server see it. */
  putProgram(name: string, source: string): void {
    const path = join(this.folder, 'bin', name);
    writeFileSync(path, `#!/bin/sh\n${source}`);
    chmodSync(path, 0o755);
  }

  configure(entries: readonly string[], text?: string): void {
    writeFileSync(
      join(this.host, 'backup.config'),
      text ??
        `#!/bin/sh\nbackupdir=/data/jail15\nserver=backup1\n\n${entries.map((path) => `## ENTRY ${path}\n`).join('')}`,
    );
  }

  night(input: Partial<NightInput> = {}, environment: Record<string, string> = {}): Promise<Outcome<Run>> {
    return this.run(nightProgram, { host: 'jail15', configPath: '/backup.config', ...input }, environment);
  }

  async run<Input, Result, Event>(
    program: Program<Input, Result, Event>,
    input: Input,
    environment: Record<string, string> = {},
    onStart: (child: ChildProcess) => void = () => {},
  ): Promise<Outcome<Result>> {
    const child = spawn('sh', ['-c', BOOT], { env: { ...this.environment, ...environment }, detached: true });
    this.children.add(child);
    onStart(child);
    child.stdin.on('error', () => {});
    child.stdin.end(Buffer.concat([Buffer.from(bootable(program.source)), encodeInput(program.encode(input))]));
    const lines = new LineSplitter();
    const reader = program.reader();
    const events: ProgramEvent[] = [];
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      for (const line of lines.push(chunk)) {
        const event = parseEvent(line);
        events.push(event);
        reader.take(event);
      }
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
    this.children.delete(child);
    const error = events.find(({ name }) => name === 'error')?.fields;
    return { exitCode, stderr, events, error, result: exitCode === 0 ? reader.result() : undefined };
  }

  /** The indexes of the nights there are. */
  nights(): number[] {
    if (!existsSync(this.backupdir)) return [];
    return readdirSync(this.backupdir)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  nightFolder(index: number, path = ''): string {
    return join(this.backupdir, String(index), path);
  }

  keep(name: string): string {
    return join(this.backupdir, '.nightkeep', name);
  }

  record(index: number): string {
    return readFileSync(this.nightFolder(index, '.nightkeep-record'), 'latin1');
  }

  /** From now on a host's rsync waits, before it begins, until it is let go on. */
  stopAtCopying(): void {
    const goOn = join(this.folder, 'go-on');
    this.putProgram(
      'rsync',
      `case "$*" in *nightkeep:.*) while [ ! -e '${goOn}' ]; do sleep 0.05; done ;; esac\nexec '${pathOf('rsync')}' "$@"`,
    );
  }

  goOn(): void {
    writeFileSync(join(this.folder, 'go-on'), '');
  }

  async until(condition: () => boolean): Promise<void> {
    await until(condition, () => 'it never came to be');
  }

  /** Copies all of it aside as it stands, once its last night has come to rest. */
  async setAside(): Promise<void> {
    await untilTidy(this.keep(''));
    execFileSync('cp', ['-a', this.folder, this.#aside]);
  }

  /** All as it was set aside: a copy costs a fraction of what a night does. */
  bringBack(): void {
    this.#clear();
    execFileSync('cp', ['-a', this.#aside, this.folder]);
  }

  end(): void {
    this.#clear();
    rmSync(this.#aside, { recursive: true, force: true });
  }

  get #aside(): string {
    return `${this.folder}-aside`;
  }

  #clear(): void {
    for (const child of this.children) if (child.pid) process.kill(-child.pid, 'SIGKILL');
    // What goes on in the background would write into what comes next under this path, and may be starting just now, when
    // nobody sees whose it is. A folder in which another deletes is given up by rmSync without a word.
    do {
      while (killAll(processesOf(this.folder)) > 0);
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
    } while (existsSync(this.folder));
  }
}

export function pathOf(program: string): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter))
    if (existsSync(join(folder, program))) return join(folder, program);
  throw new Error(`${program} is not on PATH`);
}

/** Folders within folders, further down than any path can name. */
export function nestBeyondPaths(folder: string): void {
  mkdirSync(folder);
  const script =
    'cd "$1" && i=0; while [ $i -lt 60 ]; do mkdir "$2" && cd -P "./$2" || exit 1; i=$((i + 1)); done; echo x >deepest';
  execFileSync('bash', ['-c', script, 'bash', folder, 'd'.repeat(100)]);
}
