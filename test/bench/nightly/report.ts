import type { BenchResult, MethodResult } from './bench.ts';
import type { Measured } from './measure.ts';

/** The middle of an odd number of values, the mean of the two in the middle of an even one. */
export function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

const REFERENCE = 'old-script';

/** The table, as Markdown, and what is to be known of this run. */
export function report(result: BenchResult): string {
  const reference = result.methods.find(({ name }) => name === REFERENCE);
  const hasReads = result.methods.some(({ reads }) => reads !== undefined);
  const head = ['method', 'on', 'published', 'in all', 'CPU', 'deleting', 'publish step', 'wrong records'];
  if (hasReads) head.push('calls on the source, a file');
  const rows = result.methods.map((method) => row(method, reference, hasReads, result.files));
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [
    `${result.files.toLocaleString('en')} files in ${result.entries === 1 ? 'one entry' : `${result.entries} entries`}; medians of nights ${result.nights - (result.methods[0]?.nights.length ?? 0) + 1} to ${result.nights}; in brackets × the old script's whole night. ${result.at.slice(0, 10)}, seed ${result.seed}.`,
    '',
    line(head),
    line(head.map((_, at) => (at < 2 ? '---' : '--:'))),
    ...rows.map(line),
    ...result.missing.map((missing) => `\nNot run here: ${missing}.`),
    ...(result.countsAll
      ? []
      : ['\nWithout a control group: processor time leaves out what runs on in the background.']),
  ].join('\n');
}

function row(method: MethodResult, reference: MethodResult | undefined, hasReads: boolean, files: number): string[] {
  const middle = (of: (night: Measured) => number | undefined, nights = method.nights) => {
    const values = nights.map(of).filter((value) => value !== undefined);
    return values.length > 0 ? median(values) : undefined;
  };
  const cpu = ({ cpu }: Measured) => cpu.user + cpu.system;
  const compared = (value: number | undefined, of: (night: Measured) => number) => {
    const base = reference && middle(of, reference.nights);
    return value === undefined ? '' : `${seconds(value)}${base ? ` (${(value / base).toFixed(2)})` : ''}`;
  };
  const deletion = middle(({ deletion }) => deletion);
  const publish = middle(({ publish }) => publish);
  const cells = [
    method.label,
    method.fileSystem,
    compared(
      middle(({ published }) => published),
      ({ all }) => all,
    ),
    compared(
      middle(({ all }) => all),
      ({ all }) => all,
    ),
    compared(middle(cpu), cpu),
    deletion === undefined ? '' : seconds(deletion),
    publish === undefined ? '' : publish < 1000 ? `${publish.toFixed(0)} ms` : seconds(publish),
    method.wrongRecords.toLocaleString('en'),
  ];
  if (hasReads) cells.push(method.reads === undefined ? '' : (method.reads / files).toFixed(2));
  return cells;
}

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
