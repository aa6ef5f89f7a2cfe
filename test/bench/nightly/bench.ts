import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { wrongRecords } from '../../support/nights/compare.ts';
import { type Manifest, takeManifest } from '../../support/nights/manifest.ts';
import { Group } from './cpu.ts';
import { fileSystemOf, makeWorkplace } from './folders.ts';
import { type Measured, measureNight } from './measure.ts';
import type { Method } from './method.ts';
import { makeMethods } from './methods.ts';
import { FIRST_NIGHTS, type Options } from './options.ts';
import { countReads, traced } from './reads.ts';
import { Source } from './source.ts';

export interface MethodResult {
  name: string;
  label: string;
  fileSystem: string;
  /** The nights that count, in their order. */
  nights: Measured[];
  wrongRecords: number;
  /** Calls on the source in one night; only where asked for. */
  reads?: number;
}

export interface BenchResult {
  files: number;
  entries: number;
  nights: number;
  seed: number;
  at: string;
  /** Whether processor time includes what was left in the background. */
  countsAll: boolean;
  missing: string[];
  methods: MethodResult[];
}

/** Nights that come after the one an oldest folder holds, for any method: so many manifests are kept. */
const KEPT = 7;

/** The methods take turns night by night, in another order each time, so that what drifts drifts for all. */
export async function bench(options: Options, say: (text: string) => void): Promise<BenchResult> {
  const wants = (name: string) => options.methods?.includes(name) ?? true;
  const workplace = makeWorkplace(options.folder, options.files, wants('ours-btrfs'));
  const group = new Group();
  const leave = () => {
    group.end();
    group.remove();
    workplace.remove();
  };
  const interrupted = () => {
    leave();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupted);
  try {
    say(`writing ${options.files} files below ${workplace.folder} …`);
    const source = new Source(join(workplace.folder, 'source'), options.files, options.entries, options.seed);
    const { methods, missing } = makeMethods(workplace, source, wants);
    const results = methods.map((method) => ({ ...describe(method), nights: [] as Measured[], wrongRecords: -1 }));
    const manifests = new Map<number, Manifest | undefined>();
    for (let night = 0; night < options.nights; night++) {
      if (night > 0) source.live();
      if (night >= options.nights - KEPT && night <= options.nights - KEPT + 1) {
        manifests.set(night, takeManifest(source.root));
      }
      for (const [turn] of methods.entries()) {
        const at = (turn + night) % methods.length;
        const method = methods[at] as Method;
        settle(source.root);
        const measured = await measureNight(method, night, group);
        if (night >= FIRST_NIGHTS) results[at]?.nights.push(measured);
        say(
          `night ${night + 1}  ${method.name.padEnd(20)} ${inSeconds(measured.published)} published, ${inSeconds(measured.all)} in all`,
        );
      }
    }
    for (const [at, method] of methods.entries()) {
      const { path, night } = method.oldest(options.nights);
      (results[at] as MethodResult).wrongRecords = wrongRecords(manifests.get(night), takeManifest(path));
    }
    if (options.reads) await addReads(methods, results, source, options.nights, workplace.folder, group, say);
    return {
      files: options.files,
      entries: options.entries,
      nights: options.nights,
      seed: options.seed,
      at: new Date().toISOString(),
      countsAll: group.countsAll,
      missing,
      methods: results,
    };
  } finally {
    leave();
  }
}

const describe = ({ name, label, folder }: Method) => ({ name, label, fileSystem: fileSystemOf(folder) });
const inSeconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2).padStart(7)} s`;

/** Before each night the same: nothing is left to be written, and the source is in the caches. */
function settle(source: string): void {
  run('sync', '-f', source);
  run('find', source, '-size', '-0');
}

function run(file: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${file}: ${stderr}`);
}

async function addReads(
  methods: Method[],
  results: MethodResult[],
  source: Source,
  night: number,
  folder: string,
  group: Group,
  say: (text: string) => void,
): Promise<void> {
  source.live();
  for (const [at, method] of methods.entries()) {
    const trace = join(folder, 'trace');
    const command: Method['command'] = (made) => traced(method.command(made), trace);
    await measureNight({ ...method, command }, night, group);
    const reads = await countReads(trace, source.root);
    (results[at] as MethodResult).reads = reads;
    say(`${method.name.padEnd(20)} ${reads} calls on the source`);
    fs.rmSync(trace);
  }
}
