import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOOT, bootable } from '../../../src-main/programs/boot.ts';
import { GATE_FOLDER, type GateSettings, gateSource, settingsText } from '../../../src-main/programs/gate/gate.ts';
import place from '../../../src-main/programs/gate/place.sh?raw';
import call from '../../../src-main/programs/night/call.sh?raw';
import { encodeInput, type InputLine, type ProgramEvent, parseEvent } from '../../../src-main/programs/wire.ts';
import { compare } from '../../support/nights/compare.ts';
import { type Manifest, takeManifest } from '../../support/nights/manifest.ts';
import type { Shell } from '../../support/shells.ts';
import { until } from '../../support/until.ts';
import { Estate } from '../night/estate.ts';

/** What a host's ssh sends, whatever it asks for. */
export const COMMAND = `exec sh -c '${BOOT}'`;

/** The gate is a process of its own, as it is behind a real ssh: it leaves the namespace that it begins in. */
const FAKE_SSH = `
while [ $# -gt 0 ]; do
  case $1 in -o) shift 2 ;; -*) shift ;; *) break ;; esac
done
shift
SSH_ORIGINAL_COMMAND=$* SSH_CONNECTION='192.0.2.7 4000 192.0.2.1 22' "$NK_GATE" "$NK_GATE_NAME"
`;

const SLOWLY = '{ dd bs=1 count=200000 2>/dev/null; sleep 60; } | ';

export interface Answer {
  exitCode: number | null;
  stdout: string;
  stderr: string;
  events: ProgramEvent[];
  error: string | undefined;
}

/** Whether this machine can make a place where nothing else exists for what serves a host. */
export const canBuildPlace: boolean =
  spawnSync('sh', ['-c', `${place}\nnk_can_build_place`], { stdio: 'ignore' }).status === 0;

/** A host whose key reaches its server's gate only, and whoever is root on it. */
export class GatedEstate extends Estate {
  readonly gate = join(this.server, GATE_FOLDER, 'gate');

  constructor(shell: Shell, settings: Partial<GateSettings> = {}) {
    super(shell);
    mkdirSync(join(this.server, GATE_FOLDER, 'hosts'), { recursive: true });
    const source = gateSource.replace('#!/bin/sh', `#!${join(this.folder, 'bin/sh')}`);
    writeFileSync(this.gate, source, { mode: 0o755 });
    if (canBuildPlace) mkdirSync(join(this.gate, '../place'));
    this.settle(settings);
    this.putProgram('ssh', FAKE_SSH);
    Object.assign(this.environment, { NK_GATE: this.gate, NK_GATE_NAME: 'jail15' });
  }

  settle(settings: Partial<GateSettings> = {}): void {
    const all: GateSettings = {
      host: 'jail15',
      backupdir: '/data/jail15',
      repository: '/data/scripts',
      nightsToKeep: 7,
      collapseShare: 0.5,
      timeZone: 'UTC',
      ...settings,
    };
    const text = settingsText(all).replace(/\.\n$/, `prefix ${this.server}\n.\n`);
    writeFileSync(join(this.server, GATE_FOLDER, 'hosts', all.host), text);
  }

  /** Something asked of the server, as any program on the host could: the lines, and what follows them. */
  ask(lines: readonly InputLine[], after: Buffer | string = '', command = COMMAND): Answer {
    const stdin = Buffer.concat([Buffer.from(bootable('')), encodeInput(lines), Buffer.from(after)]);
    return this.say(stdin, command);
  }

  say(stdin: Buffer | string, command = COMMAND): Answer {
    const { status, stdout, stderr } = spawnSync('ssh', ['backup1', command], {
      env: this.environment,
      input: stdin,
      maxBuffer: 64 * 1024 * 1024,
    });
    const events = stdout
      .toString('latin1')
      .split('\n')
      .filter(Boolean)
      .map((line) => parseEvent(Buffer.from(line, 'latin1')));
    const error = events.find(({ name }) => name === 'error')?.fields.message;
    return { exitCode: status, stdout: stdout.toString(), stderr: stderr.toString(), events, error };
  }

  /** A run that says what it likes. */
  session(fields: Partial<Record<string, string>> = {}): Session {
    return new Session(this, { backupdir: '/data/jail15', run: runId(), date: today(), ...fields });
  }

  /** Sends a folder by rsync, as what differs in a run in progress, or to be compared. */
  send(from: string, input: Record<string, string>, options: readonly string[] = ['-aH', '--numeric-ids']): Answer {
    const { status, stdout, stderr } = spawnSync('rsync', [...options, '-e', this.#call(input), './', 'nightkeep:.'], {
      cwd: from,
      env: this.environment,
    });
    return { exitCode: status, stdout: stdout.toString(), stderr: stderr.toString(), events: [], error: undefined };
  }

  /** The same, in the background, and standing still after its first bytes. */
  sendSlowly(from: string, input: Record<string, string>): void {
    const child = spawn('rsync', ['-aH', '-e', this.#call(input, SLOWLY), './', 'nightkeep:.'], {
      cwd: from,
      env: this.environment,
      detached: true,
      stdio: 'ignore',
    });
    this.children.add(child);
    child.on('close', () => this.children.delete(child));
  }

  #calls = 0;

  /** The words of rsync's remote shell: as the night's own, with whatever input. */
  #call(input: Record<string, string>, slowly = ''): string {
    this.#calls += 1;
    const work = join(this.folder, `calls-${this.#calls}`);
    mkdirSync(work);
    const lines: InputLine[] = Object.entries({ verb: 'receive', backupdir: '/data/jail15', ...input });
    writeFileSync(join(work, 'keeper'), bootable(''));
    writeFileSync(join(work, 'receive'), encodeInput(lines).subarray(0, -2));
    writeFileSync(join(work, 'command'), COMMAND);
    writeFileSync(join(work, 'ssh'), `${slowly}ssh backup1 "$(cat "\${0%/*}/command")"\n`);
    writeFileSync(join(work, 'call'), call);
    return `sh ${work}/call`;
  }

  refusals(): Record<string, string>[] {
    const file = this.keep('refusals');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'latin1')
      .split('\n')
      .filter(Boolean)
      .map((line) => parseEvent(Buffer.from(line, 'latin1')).fields);
  }

  /** All nights as they are now, by their run ids. */
  past(): Map<string, Manifest | undefined> {
    return new Map(
      this.nights().map((index) => [this.runOf(index), takeManifest(realpathSync(this.nightFolder(index)))]),
    );
  }

  runOf(index: number): string {
    return /^run\tid=([^\t]*)/.exec(this.record(index))?.[1] ?? '';
  }
}

/** What of the nights of before is not there any more, or not the same. */
export function harmed(before: Map<string, Manifest | undefined>, now: Map<string, Manifest | undefined>): string[] {
  return [...before].flatMap(([run, manifest]) => {
    const other = now.get(run);
    if (!other) return [`${run} is gone`];
    return compare(manifest, other).map(({ path, what }) => `${run}: ${path} ${what}`);
  });
}

/** The dialogue of a run. */
export class Session {
  readonly run: string;
  readonly #child: ChildProcess;
  #heard = '';
  #over = false;

  constructor(estate: GatedEstate, fields: Partial<Record<string, string>>) {
    this.run = fields.run ?? '';
    this.#child = spawn('ssh', ['backup1', COMMAND], { env: estate.environment, detached: true });
    estate.children.add(this.#child);
    this.#child.stdin?.on('error', () => {});
    this.#child.on('close', () => {
      this.#over = true;
      estate.children.delete(this.#child);
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#heard += chunk.toString('latin1');
    });
    const lines = Object.entries({ verb: 'session', ...fields }) as [string, string][];
    this.#child.stdin?.write(Buffer.concat([Buffer.from(bootable('')), encodeInput(lines)]));
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Waits for an event, or the end; the events that came. */
  async hear(...names: string[]): Promise<ProgramEvent[]> {
    const events = () =>
      this.#heard
        .split('\n')
        .slice(0, -1)
        .map((line) => parseEvent(Buffer.from(line, 'latin1')));
    const at = () => events().findIndex(({ name }) => names.includes(name) || name === 'error');
    await until(
      () => at() >= 0 || this.#over,
      () => `nothing but ${this.#heard}`,
    );
    const taken = at() < 0 ? events() : events().slice(0, at() + 1);
    this.#heard = this.#heard.split('\n').slice(taken.length).join('\n');
    return taken;
  }

  /** A command, and what was answered. */
  async tell(ask: string, fields: Record<string, string> = {}): Promise<ProgramEvent[]> {
    this.say(ask, fields);
    return this.hear('done');
  }

  /** A command with a list behind it: names, each ended by NUL, or whatever bytes. */
  async list(ask: string, list: readonly string[] | Buffer, bytes?: string): Promise<ProgramEvent[]> {
    const content = Buffer.isBuffer(list) ? list : Buffer.from(list.map((name) => `${name}\0`).join(''), 'latin1');
    this.say(ask, { bytes: bytes ?? String(content.length) });
    this.#child.stdin?.write(content);
    return this.hear('done');
  }

  /** What became of the entries, and that the night is to be published. */
  async publish(entries: readonly Record<string, string>[]): Promise<string | undefined> {
    const lines = entries.map(
      (fields) => `${['entry', ...Object.entries(fields).map((pair) => pair.join('='))].join('\t')}\n`,
    );
    const refused = errorIn(await this.list('entries', Buffer.from(lines.join(''), 'latin1')));
    return refused ?? errorIn(await this.tell('publish'));
  }

  say(ask: string, fields: Record<string, string> = {}): void {
    this.#child.stdin?.write(encodeInput([['ask', ask], ...Object.entries(fields)]));
  }

  async end(): Promise<void> {
    this.#child.stdin?.end();
    await until(
      () => this.#over,
      () => 'the session does not end',
    );
  }
}

export const errorIn = (events: readonly ProgramEvent[]): string | undefined =>
  events.find(({ name }) => name === 'error')?.fields.message;

export const today = (days = 0): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

let runs = 0;

/** An id of a run that begins now, or so many days from now. */
export function runId(days = 0): string {
  runs += 1;
  const time = new Date(Date.now() + days * 86_400_000).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${time}-${String(runs).padStart(6, '0')}`;
}

export const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
