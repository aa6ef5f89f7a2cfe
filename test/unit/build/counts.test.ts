import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { playwrightCounts, playwrightSkips, sum, vitestCounts } from '../../../build/counts.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nightkeep-counts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = (content: unknown) => {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};

describe('what npm test counts', () => {
  test('vitest: passed, failed, and skipped with what is still to do', () => {
    const path = report({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] });
    expect(vitestCounts(path)).toEqual({ passed: 5, failed: 1, skipped: 3 });
  });

  test('vitest: a file that does not load is a failure, though none of its tests ran', () => {
    const testResults = [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'passed', assertionResults: [] },
    ];
    const path = report({ numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0, testResults });
    expect(vitestCounts(path).failed).toBe(2);
  });

  test('Playwright: a flaky test has failed', () => {
    const path = report({ errors: [], stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } });
    expect(playwrightCounts(path)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  test('Playwright: why tests were skipped, each reason once', () => {
    const because = (description?: string) => ({ tests: [{ annotations: [{ type: 'skip', description }] }] });
    const passed = { tests: [{ annotations: [] }] };
    const suites = [
      { specs: [because('no program'), passed], suites: [{ specs: [because('no program'), because('no root')] }] },
      { specs: [because()] },
    ];
    expect(playwrightSkips(report({ suites }))).toEqual(['2 skipped: no program', '1 skipped: no root']);
  });

  test('Playwright: an error outside of any test is a failure', () => {
    const path = report({
      errors: [{ message: 'no fleet' }],
      stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
    });
    expect(playwrightCounts(path).failed).toBe(1);
  });

  test('no report counts nothing', () => {
    expect(vitestCounts(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });

  test('are added up', () => {
    const one = { passed: 1, failed: 2, skipped: 3 };
    expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6 });
  });
});
