import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { root } from './paths.mjs';

/** What was expected stands at the beginning, and where in the test at the end. */
const FIRST_LINES = 30;
const LAST_LINES = 12;
/** Where dozens fail at once, a few tell why. */
const MOST_FAILURES = 12;

const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

function cut(text) {
  const lines = stripVTControlCharacters(text).trim().split('\n');
  const left = lines.length - FIRST_LINES - LAST_LINES;
  if (left <= 0) return lines.join('\n');
  return [...lines.slice(0, FIRST_LINES), `… ${left} lines more …`, ...lines.slice(-LAST_LINES)].join('\n');
}

/** The failed tests of a vitest JSON report, and the files that could not be loaded. */
export function vitestFailures(path) {
  const files = read(path)?.testResults ?? [];
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && assertionResults.length === 0) return [{ name: file, text: cut(message ?? '') }];
    return failed.map(({ fullName, failureMessages }) => ({
      name: `${file} › ${fullName}`,
      text: cut(failureMessages.join('\n')),
    }));
  });
}

/** The failed and the flaky tests of a Playwright JSON report, and what failed outside of any. */
export function playwrightFailures(path) {
  const report = read(path);
  if (!report) return [];
  const outside = report.errors.map((error) => ({ name: 'outside of any test', text: textOf([error]) }));
  const inTests = relative(root, report.config.rootDir);
  return [...report.suites.flatMap((suite) => suiteFailures(suite, inTests, [])), ...outside];
}

function suiteFailures(suite, folder, above) {
  // The outermost suite of a file has the file's name for its title.
  const titles = suite.title === suite.file ? above : [...above, suite.title];
  const own = (suite.specs ?? []).filter(({ ok }) => !ok);
  return [
    ...own.map(({ file, line, title, tests }) => ({
      name: [`${join(folder, file)}:${line}`, ...titles, title].join(' › '),
      text: textOf(tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors))),
    })),
    ...(suite.suites ?? []).flatMap((inner) => suiteFailures(inner, folder, titles)),
  ];
}

const textOf = (errors) => cut(errors.map(({ message }) => message ?? '').join('\n\n'));

/** All of them in short, for the end of the output: some places show no more of it. */
export function failuresText(failures) {
  const shown = failures
    .slice(0, MOST_FAILURES)
    .map(({ name, text }) => `✘ ${name}\n${text.replace(/^(?=.)/gm, '    ')}\n`);
  const more = failures.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} failures more, further up.\n`] : [])].join('\n');
}

/** A line for each, for the very end: what shows only the last lines of the output shows at least these. */
export function failuresList(failures) {
  return failures.map(({ name, text }) => `  ✘ ${name}: ${firstLine(text)}`).join('\n');
}

const LINE_LENGTH = 160;
function firstLine(text) {
  const line = text.split('\n').find((each) => each.trim() !== '') ?? '';
  return line.length > LINE_LENGTH ? `${line.slice(0, LINE_LENGTH)}…` : line.trim();
}
