// npm run bench -- nightly: the night beside the scripts it replaces. -- restore: a restore
// beside a plain pipe. -- fleet: reading a fleet beside a loop of ssh. -- alone: the app's process with a fleet
// that is not there. -- search: the index beside grep.
import * as fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fleetUsage, parseFleetOptions } from './fleet/options.ts';
import { bench } from './nightly/bench.ts';
import { parseOptions, usage } from './nightly/options.ts';
import { writeToPage } from './nightly/page.ts';
import { report } from './nightly/report.ts';
import { parseRestoreOptions, restoreUsage } from './restore/options.ts';
import { benchSearch } from './search/bench.ts';

const pageOf = (name: string) => fileURLToPath(new URL(`../../docs/bench-${name}.md`, import.meta.url));
const say = (text: string) => process.stderr.write(`${text}\n`);

async function nightly(args: string[]): Promise<void> {
  const options = parseOptions(args);
  const result = await bench(options, say);
  const text = report(result);
  process.stdout.write(`${text}\n`);
  if (options.json) fs.writeFileSync(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  if (options.write)
    writeToPage(
      pageOf('nightly'),
      options.entries === 1 ? `${options.files}` : `${options.files} in ${options.entries}`,
      text,
    );
}

async function restore(args: string[]): Promise<void> {
  const options = parseRestoreOptions(args);
  const { benchRestore, reportRestore } = await import('./restore/bench.ts');
  const text = reportRestore(await benchRestore(options, say));
  process.stdout.write(`${text}\n`);
  if (options.write) writeToPage(pageOf('restore'), 'restore', text);
}

async function fleet(args: string[]): Promise<void> {
  const options = parseFleetOptions(args);
  const { benchFleet } = await import('./fleet/bench.ts');
  const { reportFleet } = await import('./fleet/report.ts');
  const text = reportFleet(await benchFleet(options, say));
  process.stdout.write(`${text}\n`);
  if (options.write) writeToPage(pageOf('fleet'), `${options.hosts}`, text);
}

const [what, ...args] = process.argv.slice(2);
const benches = { nightly, restore, fleet };
if ((what === 'nightly' || what === 'restore' || what === 'fleet') && !args.includes('--help')) {
  try {
    await benches[what](args);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
} else if (what === 'alone') {
  const { benchAlone } = await import('./fleet/alone.ts');
  process.stdout.write(`${await benchAlone(Number(args[0] ?? 1000))}\n`);
} else if (what === 'search') {
  process.stdout.write(`${benchSearch()}\n`);
} else {
  say(`${usage}\n${restoreUsage}\n${fleetUsage}`);
  process.exitCode = args.includes('--help') ? 0 : 2;
}
