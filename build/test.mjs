// npm test: everything that has to hold. `npm test -- unit e2e` runs only those stages, `--static` only the checks;
// `--all` goes further, for hours: each program under all shells, 300 kills, 100 random nights.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfChanged } from './build.mjs';
import { playwrightCounts, playwrightSkips, sum, vitestCounts } from './counts.mjs';
import { failuresList, failuresText, playwrightFailures, vitestFailures } from './failures.mjs';
import { inRoot, ownEnvironment, root, say } from './paths.mjs';
import { setUp } from './setup.mjs';

await setUp('start', 'test');

const asked = process.argv.slice(2).filter((argument) => argument !== '--all');
const isFurther = process.argv.includes('--all');
/** What is set in the environment already comes first. */
const further = isFurther ? { NIGHTKEEP_SHELL: 'all', NIGHTKEEP_KILLS: '300', NIGHTKEEP_NIGHTS: '100' } : {};

const children = new Set();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    for (const child of children) child.kill(signal);
    process.exit(130);
  });
}

/** Gives the exit code, and the output where it was not shown. */
function run(command, args, { show }) {
  const environment = { ...further, ...ownEnvironment(), FORCE_COLOR: process.stdout.isTTY ? '1' : '0' };
  const child = spawn(command, args, {
    cwd: root,
    env: environment,
    stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const said = [];
  child.stdout?.on('data', (chunk) => said.push(chunk));
  child.stderr?.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve) => {
    const end = (code, text) => {
      children.delete(child);
      resolve({ ok: code === 0, said: text ?? Buffer.concat(said).toString() });
    };
    child.once('error', (error) => end(1, error.message));
    child.once('close', (code) => end(code ?? 1));
  });
}

const quietly =
  (command, ...args) =>
  () =>
    run(command, args, { show: false });

function shellcheck() {
  const tracked = spawnSync('git', ['ls-files', '-z', '-co', '--exclude-standard', '*.sh', '.ci/run'], { cwd: root });
  const files = tracked.stdout
    .toString()
    .split('\0')
    .filter((file) => file && existsSync(inRoot(file)));
  return run('shellcheck', ['--', ...files], { show: false });
}

const checks = {
  types: quietly('tsc', '--noEmit'),
  lint: quietly('biome', 'check', '--error-on-warnings', '.'),
  shellcheck,
  'dead code': quietly('knip', '--no-progress'),
};

const results = inRoot('test-results');

const vitest = (project) => async () => {
  const report = join(results, `${project}.json`);
  const args = ['run', '--project', project, '--passWithNoTests', '--reporter=default', '--reporter=json'];
  const outcome = await run('vitest', [...args, `--outputFile.json=${report}`], { show: true });
  return { ...outcome, counts: vitestCounts(report), failures: vitestFailures(report) };
};

async function build() {
  try {
    await buildIfChanged();
    return { ok: true, said: '' };
  } catch (error) {
    return { ok: false, said: error.message };
  }
}

async function e2e() {
  const outcome = await run('playwright', ['test', '--pass-with-no-tests'], { show: true });
  const report = join(results, 'e2e.json');
  return {
    ...outcome,
    counts: playwrightCounts(report),
    failures: playwrightFailures(report),
    skips: playwrightSkips(report),
  };
}

const stages = {
  architecture: vitest('architecture'),
  unit: vitest('unit'),
  programs: vitest('programs'),
  build,
  integration: vitest('integration'),
  e2e,
};

const outcomes = [];
async function stage(name, work) {
  const from = Date.now();
  const outcome = await work();
  const counts = outcome.counts ?? { passed: 0, failed: 0, skipped: 0 };
  // A runner that failed without a failed test (an unhandled error, a leaked handle) is a failure all the same.
  if (outcome.counts && !outcome.ok && counts.failed === 0) counts.failed = 1;
  const { ok, failures = [], skips = [] } = outcome;
  const result = {
    name,
    ok,
    counts,
    failures,
    skips,
    seconds: (Date.now() - from) / 1000,
    isTest: Boolean(outcome.counts),
  };
  outcomes.push(result);
  if (!outcome.ok && outcome.said) say(`\n${name} failed:\n${outcome.said}`);
  return result;
}

const seconds = (value) => `${value.toFixed(1).padStart(6)} s`;
function summary() {
  const lines = outcomes.map(({ name, ok, counts, seconds: time, isTest }) => {
    const numbers = isTest ? `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped` : '';
    return `  ${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(13)} ${seconds(time)}  ${numbers}`;
  });
  const total = sum(outcomes.map(({ counts }) => counts));
  // A check or a build that failed counts as one failed test: the last line must not read as if all were well.
  total.failed += outcomes.filter(({ ok, isTest }) => !ok && !isTest).length;
  // Their stage is far up by now.
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  if (failures.length > 0) console.log(`\nWhat failed, once more:\n\n${failuresText(failures)}`);
  console.log(`\n${lines.join('\n')}\n`);
  for (const { name, skips } of outcomes) for (const skip of skips) console.log(`  ${name}: ${skip}\n`);
  if (failures.length > 0) console.log(`${failuresList(failures)}\n`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed === 0;
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const isAsked = (name) => asked.length === 0 || asked.includes(name) || (asked.includes('--static') && name in checks);
const unknown = asked.filter((name) => name !== '--static' && !(name in checks) && !(name in stages));
if (unknown.length > 0) {
  say(
    `There is no stage ${unknown.join(', ')}. There are: ${[...Object.keys(checks), ...Object.keys(stages)].join(', ')}.`,
  );
  process.exit(2);
}

// The checks share the cores; all are shown before the first failed one ends the run.
await Promise.all(
  Object.entries(checks)
    .filter(([name]) => isAsked(name))
    .map(([name, work]) => stage(name, work)),
);
if (outcomes.every(({ ok }) => ok)) {
  for (const [name, work] of Object.entries(stages)) {
    if (isAsked(name)) await stage(name, work);
  }
}
process.exit(summary() ? 0 : 1);
