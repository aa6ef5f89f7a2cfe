import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../../../src-main/contract/index.ts';
import { parseRecord } from '../../../src-main/programs/night/record.ts';
import { show } from './bytes.ts';
import { differences } from './compare.ts';
import { type Manifest, takeManifests } from './manifest.ts';
import type { Rig } from './rig.ts';

export interface KeptNight {
  index: number;
  folder: string;
  record: Run;
}

interface Expected {
  /** By entry; undefined where the night has nothing of it. */
  entries: Map<string, Manifest | undefined>;
  /** The record's text, once it was seen: it never changes either. */
  record?: string;
}

/** What each night should hold, from the source as it was then, against what the nights hold now. */
export class History {
  readonly #rig: Rig;
  readonly #nights = new Map<string, Expected>();

  constructor(rig: Rig) {
    this.#rig = rig;
  }

  /** How the entries stand on the host now. */
  look(entries: readonly string[]): Map<string, Manifest | undefined> {
    const taken = takeManifests(entries.map((path) => this.#rig.hostRoot + path));
    return new Map(entries.map((path, index) => [path, taken[index]]));
  }

  expect(runId: string, entries: Map<string, Manifest | undefined>): void {
    this.#nights.set(runId, { entries });
  }

  /** What was expected of a night, for one that stands in for another. */
  of(runId: string, entry: string): Manifest | undefined {
    return this.#nights.get(runId)?.entries.get(entry);
  }

  /** A run that could not copy some of its entries has those of the night before it. Gives how many. */
  takeOver(runId: string): number {
    const kept = keptNights(this.#rig.backupdir);
    const at = kept.findIndex(({ record }) => record.runId === runId);
    const expected = this.#nights.get(runId);
    const carried = kept[at]?.record.entries.filter(({ sameAs }) => sameAs !== undefined) ?? [];
    for (const { path } of carried) {
      expected?.entries.set(path, this.#nights.get(kept[at + 1]?.record.runId ?? '')?.entries.get(path));
    }
    return carried.length;
  }

  /** All that is wrong with the nights that can be seen in the backupdir, a line each. */
  wrong(): string[] {
    const lines: string[] = [];
    const wanted: { night: KeptNight; entry: string; expected: Manifest | undefined }[] = [];
    for (const night of keptNights(this.#rig.backupdir)) {
      const expected = this.#nights.get(night.record.runId);
      if (!expected) {
        lines.push(`night ${night.index} is of the run ${night.record.runId || '(no record)'}, which nobody expects`);
        continue;
      }
      const record = fs.readFileSync(join(night.folder, '.nightkeep-record'), 'latin1');
      expected.record ??= record;
      if (record !== expected.record) lines.push(`the record of night ${night.index} has changed`);
      for (const [entry, manifest] of expected.entries) wanted.push({ night, entry, expected: manifest });
    }
    const found = takeManifests(wanted.map(({ night, entry }) => night.folder + entry));
    wanted.forEach(({ night, entry, expected }, at) => {
      const said = differences(expected, found[at]);
      lines.push(...said.map((line) => `night ${night.index} (${night.record.runId}) ${show(entry)}: ${line}`));
    });
    return lines;
  }
}

/** The nights in a backupdir by their index, holes passed over. */
export function keptNights(backupdir: string): KeptNight[] {
  if (!fs.existsSync(backupdir)) return [];
  return fs
    .readdirSync(backupdir)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => {
      const folder = join(backupdir, name);
      const file = join(folder, '.nightkeep-record');
      const record = fs.existsSync(file) ? parseRecord(fs.readFileSync(file)) : undefined;
      return { index: Number(name), folder, record: record ?? noRecord };
    });
}

const noRecord: Run = { runId: '', host: '', server: '', state: 'unknown', date: '', startedAt: '', entries: [] };
