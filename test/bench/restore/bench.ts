import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../nightly/random.ts';
import { median } from '../nightly/report.ts';
import { BenchEstate, type Shape } from './estate.ts';
import type { RestoreOptions } from './options.ts';

export interface RestoreResult {
  at: string;
  rounds: number;
  rows: { label: string; pipe: number[]; ours: number[] }[];
}

/** The restore beside the plain pipe. The two take turns, the first of them changing from round to round. */
export async function benchRestore(options: RestoreOptions, say: (text: string) => void): Promise<RestoreResult> {
  const folder = fs.mkdtempSync(join(options.folder ?? tmpdir(), 'nightkeep-bench-restore-'));
  const small: Shape = { label: 'small files', path: 'usr/home', files: options.files, bytes: options.files * 2000 };
  const large: Shape = { label: 'large files', path: 'var/log', files: 20, bytes: options.bytes };
  const estate = await BenchEstate.start(folder);
  try {
    say('three nights are made');
    const random = seeded(1);
    const shapes = options.bytes > 0 ? [small, large] : [small];
    for (const shape of shapes) estate.fill(shape, random);
    const nights: string[] = [];
    for (const day of [1, 2, 3]) {
      if (day > 1) estate.live(small, random);
      nights.unshift(await estate.night(`2026-02-0${day}T09:00:00Z`));
    }
    const cases: { label: string; shape: Shape; nights: number }[] = [
      { label: `one night, ${options.files.toLocaleString('en')} small files`, shape: small, nights: 1 },
      { label: `three nights, ${options.files.toLocaleString('en')} small files each`, shape: small, nights: 3 },
      { label: `one night, ${(options.bytes / 1e9).toFixed(1)} GB in 20 files`, shape: large, nights: 1 },
    ].filter(({ shape }) => shapes.includes(shape));
    const rows: RestoreResult['rows'] = [];
    for (const each of cases) rows.push(await measure(estate, each, nights, options.rounds, say));
    return { at: new Date().toISOString(), rounds: options.rounds, rows };
  } finally {
    await estate.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  estate: BenchEstate,
  { label, shape, nights: count }: { label: string; shape: Shape; nights: number },
  nights: readonly string[],
  rounds: number,
  say: (text: string) => void,
) {
  const row: RestoreResult['rows'][number] = { label, pipe: [], ours: [] };
  const turns = [
    async () => row.pipe.push(await estate.pipe(shape, count)),
    async () => row.ours.push(await estate.restore(shape, nights.slice(0, count))),
  ];
  for (let round = 0; round < rounds; round++) {
    for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
    say(`${label}: pipe ${row.pipe.at(-1)?.toFixed(2)} s, Nightkeep ${row.ours.at(-1)?.toFixed(2)} s`);
  }
  return row;
}

/** The table, as Markdown. */
export function reportRestore({ at, rounds, rows }: RestoreResult): string {
  const lines = rows.map(({ label, pipe, ours }) => {
    const [theirs, own] = [median(pipe), median(ours)];
    return `| ${label} | ${theirs.toFixed(2)} s | ${own.toFixed(2)} s | ${(own / theirs).toFixed(2)} |`;
  });
  return [
    `Medians of ${rounds} rounds. ${at.slice(0, 10)}.`,
    '',
    '| restored | the pipe | Nightkeep | × the pipe |',
    '| --- | --: | --: | --: |',
    ...lines,
  ].join('\n');
}
