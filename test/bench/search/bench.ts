import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHistory } from '../../../src-main/stores/history/history.ts';
import { indexMany, manyCustomers } from '../../support/customers/many.ts';

const RUNS = 15;
const queries = ['col07214', '69.57.', 'usr/home', 'col07214-DIR/var', '07', 'no such thing'];

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}

/** The old `gb`: grep over backup.config, here over all hosts' files, which in truth lie on 100 machines. */
function grep(folder: string, query: string): void {
  try {
    execFileSync('grep', ['-rhF', '--', query, folder], { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // Exit code 1: it is found nowhere.
  }
}

/**
 * Finding a customer among 100,000 entries: the index of the app beside grep over the same entries as files. The two
 * take turns, and each figure is the median.
 */
export function benchSearch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nightkeep-bench-search-'));
  const history = openHistory(join(folder, 'history.sqlite'), () => new Date());
  try {
    indexMany(history.customers);
    const configs = join(folder, 'configs');
    mkdirSync(configs);
    for (const { host, customers } of manyCustomers) {
      const lines = customers.flatMap(({ entries }) => entries.map((path) => `## ENTRY ${path}\n`));
      writeFileSync(join(configs, host), lines.join(''));
    }
    const rows = queries.map((query) => {
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let run = 0; run < RUNS; run++) {
        ours.push(timed(() => history.customers.search(query, { limit: 50 })));
        theirs.push(timed(() => grep(configs, query)));
      }
      const [a, b] = [median(ours), median(theirs)];
      return `| ${query} | ${a.toFixed(2)} | ${b.toFixed(2)} | ${(a / b).toFixed(2)} |`;
    });
    return [
      '| asked | the index, ms | grep of 100 local files, ms | ratio |',
      '| --- | --- | --- | --- |',
      ...rows,
    ].join('\n');
  } finally {
    history.close();
    rmSync(folder, { recursive: true });
  }
}
