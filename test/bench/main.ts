// npm run bench -- nightly: the night beside the scripts it replaces. -- search: the index beside grep.
import * as fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bench } from './nightly/bench.ts';
import { parseOptions, usage } from './nightly/options.ts';
import { writeToPage } from './nightly/page.ts';
import { report } from './nightly/report.ts';
import { benchSearch } from './search/bench.ts';

const page = fileURLToPath(new URL('../../docs/bench-nightly.md', import.meta.url));
const say = (text: string) => process.stderr.write(`${text}\n`);

async function nightly(args: string[]): Promise<void> {
  const options = parseOptions(args);
  const result = await bench(options, say);
  const text = report(result);
  process.stdout.write(`${text}\n`);
  if (options.json) fs.writeFileSync(options.json, `${JSON.stringify(result, undefined, 2)}\n`);
  if (options.write) writeToPage(page, options.files, text);
}

const [what, ...args] = process.argv.slice(2);
if (what === 'nightly' && !args.includes('--help')) {
  try {
    await nightly(args);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
} else if (what === 'search') {
  process.stdout.write(`${benchSearch()}\n`);
} else {
  say(usage);
  process.exitCode = what === 'nightly' ? 0 : 2;
}
