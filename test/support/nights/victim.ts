import * as fs from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { NightInput } from '../../../src-main/programs/night/night.ts';
import { type CreatedHold, createHold, type NewHold } from '../../../src-main/programs/restore/hold.ts';
import type { Seeded } from '../fleet/seeded.ts';
import { History, keptNights } from './history.ts';
import { doKill, inWords, isSparingTheProgram, type Kill } from './kills.ts';
import { mutate, plainly, plant } from './mutate.ts';
import { strip } from './mutations.ts';
import { onPaths } from './on-paths.ts';
import { killAll, waitUntilGone } from './processes.ts';
import { type Outcome, Rig, type RigOptions, type Running } from './rig.ts';
import { Source } from './source.ts';

export type Tomorrow = Partial<NightInput> & { runId: string };

/** `/etc` is mostly without ACLs and extended attributes (see programs/shared/attributes.sh). */
export const entriesOfVictim = ['/home', '/etc'];
const KEPT = 3;

/** What the programs call, for a test that wants to stop at any of it. */
export const calledCommands: readonly string[] =
  'rsync mv mkdir rm ln cp awk cat mkfifo mktemp date grep find touch nice sed tail ls od tr sync sort xargs getfattr'.split(
    ' ',
  );

/** A host and its server with a few nights, on which runs are broken off one after the other. */
export class Victim {
  readonly rig: Rig;
  readonly history: History;
  readonly chance: Seeded;
  readonly #sources: Source[];
  #day = 0;
  /** What was changed before the last runs, for the message of a test that fails. */
  #changes: string[] = [];

  constructor(folder: string, chance: Seeded, options: RigOptions = {}) {
    this.rig = new Rig(folder, options);
    this.history = new History(this.rig);
    this.chance = chance;
    this.rig.configure(entriesOfVictim);
    this.#sources = entriesOfVictim.map((path) => new Source(this.rig.hostRoot + path, chance));
    for (const source of this.#sources) {
      plant(source, 10);
      this.#writeLarge(source);
    }
    this.#strip();
  }

  /** Large enough to be cut off in the middle. Random changes may have made a folder of it. */
  #writeLarge(source: Source): void {
    fs.rmSync(source.at('large'), { recursive: true, force: true });
    source.write('large', this.chance.noise(1_000_000));
  }

  get #mostlyPlain(): Source {
    return this.#sources[1] as Source;
  }

  #mark(): void {
    const { files, folders } = this.#mostlyPlain.listing;
    const path = this.chance.pick([...files, ...folders]);
    const acl = folders.includes(path) ? 'd:u:1234:rwx' : 'u:1234:r';
    onPaths(['setfacl', '-m', acl, '--'], [this.#mostlyPlain.at(path)]);
    this.#changes.push(`day ${this.#day + 1}: an ACL on ${path}`);
  }

  #strip(): void {
    strip(this.#mostlyPlain);
    this.#changes.push(`day ${this.#day + 1}: no attributes in ${this.#mostlyPlain.root}`);
  }

  /** Tomorrow's run, told beforehand what it has to bring. */
  tomorrow(): Tomorrow {
    this.#changes = this.#changes.slice(-40);
    for (const source of this.#sources) {
      const among = source === this.#mostlyPlain ? plainly : undefined;
      const lines = mutate(source, 5, 150, among);
      this.#changes.push(...lines.map((line) => `day ${this.#day + 1} ${source.root}: ${line}`));
      if (this.chance.next() < 0.5) this.#writeLarge(source);
    }
    if (this.chance.next() < 0.4) this.#strip();
    if (this.chance.next() < 0.06) this.#mark();
    this.#day += 1;
    const at = new Date(Date.UTC(2026, 0, this.#day, 8));
    const date = at.toISOString().slice(0, 10);
    const runId = `${date.replaceAll('-', '')}T080000Z-${this.#day.toString(36).padStart(6, '0')}`;
    this.history.expect(runId, this.history.look(entriesOfVictim));
    return { at, date, runId, nightsToKeep: KEPT };
  }

  hold(input: NewHold): Running<CreatedHold> {
    return this.rig.startOn('server', createHold, input);
  }

  /** Run ids, newest first. */
  kept(): string[] {
    return keptNights(this.rig.backupdir).map(({ record }) => record.runId);
  }

  /** What a run leaves in `.nightkeep` beside what belongs there. */
  leftovers(): string[] {
    const own = join(this.rig.backupdir, '.nightkeep');
    const belongs = ['actions', 'base', 'base-links', 'changes', 'holds', 'mark', 'receivers', 'runs', 'trash'];
    const inside = ['trash', 'receivers']
      .filter((name) => fs.existsSync(join(own, name)))
      .flatMap((name) => fs.readdirSync(join(own, name)).map((one) => `${name}/${one}`));
    return [...fs.readdirSync(own).filter((name) => !belongs.includes(name)), ...inside];
  }

  /** A run that nobody disturbs is as it should be in everything. `killed` is the run before it, where that was. */
  async runWell(told: string, killed?: string): Promise<Outcome> {
    this.rig.shims.clear();
    const before = this.kept();
    const night = this.tomorrow();
    const outcome = await this.rig.run(night);
    expect(outcome, told).toMatchObject({ exitCode: 0, error: undefined });
    expect(await waitUntilGone(this.rig.mark), `${told}: processes left after a whole run`).toEqual([]);
    expect(this.history.wrong(), `${told}\n${this.#changes.join('\n')}`).toEqual([]);
    // A run that died when it had all it needed may have been finished by this one.
    const finished = this.kept().filter((id) => id === killed && !before.includes(id));
    expect(this.kept(), told).toEqual([night.runId, ...finished, ...before].slice(0, KEPT));
    expect(this.leftovers(), told).toEqual([]);
    return outcome;
  }

  /** Whatever ended a run, the nights are as they were: none lost, none changed, none from nowhere. */
  expectNightsWhole(before: string[], runId: string, outcome: Outcome, told: string): void {
    // An entry whose rsync died is the one of the night before, where all else went on.
    if (this.history.takeOver(runId) > 0 && outcome.result) expect(outcome.result.state, told).toBe('warning');
    expect(this.history.wrong(), told).toEqual([]);
    const after = this.kept();
    const lost = before.filter((id) => !after.includes(id));
    const mayGo = after.includes(runId) ? before.slice(KEPT - 1) : [];
    expect(
      lost.filter((id) => !mayGo.includes(id)),
      `${told}: nights lost`,
    ).toEqual([]);
    expect(
      after.filter((id) => id !== runId && !before.includes(id)),
      `${told}: nights from nowhere`,
    ).toEqual([]);
  }

  /** Kills as told, looks at the nights, and runs the next night. Gives how many processes were hit. */
  async survive(kill: Kill, seed: string): Promise<number> {
    const told = `seed ${JSON.stringify(seed)}: ${inWords(kill)}`;
    const before = this.kept();
    this.rig.shims.clear();
    if ('at' in kill.when) this.rig.shims.stopAt(kill.when.at);
    const night = this.tomorrow();
    const running = this.rig.start(
      night,
      'step' in kill.when ? { server: { NIGHTKEEP_TEST_DIE_AT: kill.when.step } } : {},
    );
    const hit = await doKill(this.rig, running, kill, this.chance);
    const left = await waitUntilGone(this.rig.mark);
    killAll(left);
    const outcome = await running.done;
    expect(
      left.map(({ machine, command }) => `${machine}: ${command.slice(0, 80)}`),
      `${told}: orphans`,
    ).toEqual([]);
    this.expectNightsWhole(before, night.runId, outcome, told);
    if (outcome.exitCode !== 0 && isSparingTheProgram(kill.victim)) {
      expect(outcome.error?.message, `${told}: what the program says of it`).toBeTruthy();
    }

    const wasLocked = fs.existsSync(join(this.rig.backupdir, '.nightkeep/lock/owner'));
    const after = `${told} (hit ${hit.length}; it ended with ${outcome.exitCode}); the run after it`;
    const next = await this.runWell(after, night.runId);
    if (wasLocked) {
      const stale = next.events.find(({ name }) => name === 'stale-lock');
      expect(stale?.fields.message, `${told}: whose lock it was`).toContain(night.runId);
    }
    return hit.length;
  }
}
