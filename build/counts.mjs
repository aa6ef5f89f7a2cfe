import { existsSync, readFileSync } from 'node:fs';

const none = { passed: 0, failed: 0, skipped: 0 };
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/** The tests of a vitest JSON report. A file that could not be loaded has no tests, and is one failure. */
export function vitestCounts(path) {
  const report = read(path);
  if (!report) return none;
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The tests of a Playwright JSON report. A flaky one has failed: tests here are not tried twice. */
export function playwrightCounts(path) {
  const report = read(path);
  if (!report) return none;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const outside = unexpected + flaky === 0 ? report.errors.length : 0;
  return { passed: expected, failed: unexpected + flaky + outside, skipped };
}

/** Why tests of a Playwright JSON report were skipped, each reason once, with how many. */
export function playwrightSkips(path) {
  const reasons = new Map();
  const visit = ({ specs = [], suites = [] }) => {
    for (const { annotations } of specs.flatMap(({ tests }) => tests)) {
      const why = annotations.find(({ type }) => type === 'skip')?.description;
      if (why) reasons.set(why, (reasons.get(why) ?? 0) + 1);
    }
    suites.forEach(visit);
  };
  visit(read(path) ?? {});
  return [...reasons].map(([why, count]) => `${count} skipped: ${why}`);
}

export const sum = (all) =>
  all.reduce(
    (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }),
    none,
  );
