import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Run } from '../../../src-main/contract/index.ts';
import { BOOT, bootable } from '../../../src-main/programs/boot.ts';
import { type NightInput, nightProgram } from '../../../src-main/programs/night/night.ts';
import type { Program, ProgramReader } from '../../../src-main/programs/program.ts';
import { encodeInput, LineSplitter, type ProgramEvent, parseEvent } from '../../../src-main/programs/wire.ts';
import { type Shell, shellOfThisTest } from '../shells.ts';
import { fakeSsh } from './fake-ssh.ts';
import { canSeeProcesses, killAll, processesOf } from './processes.ts';
import { Shims } from './shims.ts';
import { untilTidy } from './tidy.ts';

export type Machine = 'host' | 'server';

export interface Outcome<Result = Run> {
  exitCode: number | null;
  events: ProgramEvent[];
  /** What the program gave, where it ended well; of a night its record. */
  result: Result | undefined;
  error: { code: string; message: string } | undefined;
  stderr: string;
}

export interface Running<Result = Run> {
  pid: number;
  /** Grows as the program speaks. */
  events: ProgramEvent[];
  isOver: () => boolean;
  done: Promise<Outcome<Result>>;
}

export interface RigOptions {
  /** Another program of the night than the real one, to see that a test finds what is wrong with it. */
  source?: string;
  /** Without it, that of this test. */
  shell?: Shell;
  /** Programs that a test wants to stop at. */
  shims?: readonly string[];
  /** Further environment of each machine's processes. */
  env?: Partial<Record<Machine, Record<string, string>>>;
}

const BACKUPDIR = '/data/jail15';
const CONFIG = '/usr/local/jail/bin/backup.config';

/**
 * A host and its server, each a folder of this machine, with a connection between them that can break as a real one
 * does. The host runs the real program of the night; the server runs whatever the host sends over its `ssh`.
 */
export class Rig {
  /** Marks all processes of this rig, whoever started them. */
  readonly mark = randomUUID();
  readonly hostRoot: string;
  readonly serverRoot: string;
  readonly shims: Shims;
  readonly #folder: string;
  readonly #options: RigOptions;

  constructor(folder: string, options: RigOptions = {}) {
    this.#folder = folder;
    this.#options = options;
    // A test that fails in the middle leaves a run that waits for it.
    if (canSeeProcesses) onTestFinished(() => void killAll(processesOf(this.mark)));
    this.hostRoot = join(folder, 'host');
    this.serverRoot = join(folder, 'server');
    for (const path of ['host/usr/local/jail/bin', 'server/data', 'bin', 'temp/host', 'temp/server']) {
      fs.mkdirSync(join(folder, path), { recursive: true });
    }
    const [command] = (options.shell ?? shellOfThisTest()).argv;
    // Every one of them behaves as a POSIX shell where it is called sh.
    fs.symlinkSync(which(command), join(folder, 'bin/sh'));
    this.shims = new Shims(folder, Object.fromEntries((options.shims ?? []).map((name) => [name, which(name)])));
    fs.mkdirSync(join(folder, 'bin-host'));
    const ssh = fakeSsh(this.#environment('server'));
    fs.writeFileSync(join(folder, 'bin-host/ssh'), ssh, { mode: 0o755 });
  }

  get backupdir(): string {
    return this.serverRoot + BACKUPDIR;
  }

  configure(entries: readonly string[]): void {
    const lines = [
      '#!/bin/sh',
      `backupdir=${BACKUPDIR}`,
      'server=backup1',
      '',
      ...entries.map((path) => `## ENTRY ${path}`),
    ];
    fs.writeFileSync(this.hostRoot + CONFIG, Buffer.from(`${lines.join('\n')}\n`, 'latin1'));
  }

  /** The environment of a machine's processes, for a connection of another kind than the fake one. */
  environment(machine: Machine): Record<string, string> {
    return this.#environment(machine);
  }

  /** Where programs of a machine's own lie, first on its PATH. */
  binOf(machine: Machine): string {
    return join(this.#folder, `bin-${machine}`);
  }

  /** Begins a night. Its process leads a group of its own, as a session's does. */
  start(input: Partial<NightInput> = {}, env: Partial<Record<Machine, Record<string, string>>> = {}): Running<Run> {
    const program = { ...nightProgram, source: this.#options.source ?? nightProgram.source };
    const further = { ...env.host, ...serverEnvironment(env.server) };
    return this.startOn('host', program, { host: 'jail15', configPath: CONFIG, ...input }, further);
  }

  run(input: Partial<NightInput> = {}): Promise<Outcome<Run>> {
    return this.start(input).done;
  }

  /** Waits until what a night left behind in the background is done, and the next base is ready. */
  tidied(): Promise<void> {
    return untilTidy(join(this.backupdir, '.nightkeep'));
  }

  /** How many names of a night are others than in the base that it was made of. */
  namesThatChanged(runId: string): number {
    const names = fs.readFileSync(join(this.backupdir, '.nightkeep/changes', runId), 'latin1').split('\0');
    return new Set(names.map((name) => name.replace(/^\.\//, ''))).size - 1;
  }

  /** Begins any program on a machine, as the app does over SSH. */
  startOn<Input, Result, Event>(
    machine: Machine,
    program: Program<Input, Result, Event>,
    input: Input,
    env: Record<string, string> = {},
  ): Running<Result> {
    const stdin = Buffer.concat([Buffer.from(bootable(program.source)), encodeInput(program.encode(input))]);
    const child = spawn(join(this.#folder, 'bin/sh'), ['-c', BOOT], {
      cwd: '/',
      detached: true,
      env: { ...this.#environment(machine), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
    return follow(child, program.reader());
  }

  #environment(machine: Machine): Record<string, string> {
    const path = [
      ...(this.#options.shims ? [this.shims.bin] : []),
      join(this.#folder, 'bin'),
      join(this.#folder, `bin-${machine}`),
      process.env.PATH,
    ];
    return {
      PATH: path.join(':'),
      HOME: this.#folder,
      TMPDIR: join(this.#folder, 'temp', machine),
      NIGHTKEEP_PREFIX: machine === 'host' ? this.hostRoot : this.serverRoot,
      NIGHTKEEP_TEST_RIG: this.mark,
      NIGHTKEEP_TEST_MACHINE: machine,
      ...this.#options.env?.[machine],
    };
  }
}

/** How the environment of one run's server side goes through the host to the fake ssh. */
const serverEnvironment = (env: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([key, value]) => [`ON_SERVER_${key}`, value]));

function follow<Result, Event>(child: ChildProcess, reader: ProgramReader<Result, Event>): Running<Result> {
  const lines = new LineSplitter();
  const events: ProgramEvent[] = [];
  const said: Buffer[] = [];
  let over = false;
  const take = (line: Buffer) => {
    const event = parseEvent(line);
    events.push(event);
    reader.take(event);
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    for (const line of lines.push(chunk)) take(line);
  });
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  const done = new Promise<Outcome<Result>>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      over = true;
    });
    child.once('close', (exitCode) => {
      const error = events.find(({ name }) => name === 'error')?.fields;
      resolve({
        exitCode,
        events,
        result: exitCode === 0 ? reader.result() : undefined,
        error: error && { code: error.code ?? '', message: error.message ?? '' },
        stderr: Buffer.concat(said).toString(),
      });
    });
  });
  return { pid: child.pid as number, events, isOver: () => over, done };
}

const which = (command: string) => execFileSync('sh', ['-c', 'command -v -- "$1"', 'which', command]).toString().trim();
