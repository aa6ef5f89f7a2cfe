import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failuresList, failuresText, playwrightFailures, vitestFailures } from '../../../build/failures.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nightkeep-failures-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = (content: unknown) => {
  const path = join(folder, 'report.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
};
const config = { rootDir: resolve('test/e2e') };
const spec = (title: string, ok: boolean, ...messages: string[]) => ({
  title,
  ok,
  file: 'restore.spec.ts',
  line: 84,
  tests: [{ results: [{ errors: messages.map((message) => ({ message })) }] }],
});

describe('what failed, said again at the end of npm test', () => {
  test('Playwright: by file, line and title, without colours; what passed is not there', () => {
    const failed = spec('comes back', false, 'Error: \u001b[31mnot\u001b[39m there', 'and the page complained');
    const path = report({
      config,
      errors: [],
      suites: [
        {
          title: 'restore.spec.ts',
          file: 'restore.spec.ts',
          specs: [spec('is held', true)],
          suites: [{ title: 'in the dark', file: 'restore.spec.ts', specs: [failed] }],
        },
      ],
    });
    expect(playwrightFailures(path)).toEqual([
      {
        name: 'test/e2e/restore.spec.ts:84 › in the dark › comes back',
        text: 'Error: not there\n\nand the page complained',
      },
    ]);
  });

  test('Playwright: an error outside of any test', () => {
    const path = report({ config, errors: [{ message: 'no fleet' }], suites: [] });
    expect(playwrightFailures(path)).toEqual([{ name: 'outside of any test', text: 'no fleet' }]);
  });

  test('vitest: a failed test, and a file that could not be loaded', () => {
    const path = report({
      testResults: [
        {
          name: resolve('test/unit/one.test.ts'),
          status: 'failed',
          assertionResults: [
            { status: 'failed', fullName: 'one is two', failureMessages: ['expected 1 to be 2'] },
            { status: 'passed', fullName: 'one is one', failureMessages: [] },
          ],
        },
        { name: resolve('test/unit/two.test.ts'), status: 'failed', message: 'no such module', assertionResults: [] },
      ],
    });
    expect(vitestFailures(path)).toEqual([
      { name: 'test/unit/one.test.ts › one is two', text: 'expected 1 to be 2' },
      { name: 'test/unit/two.test.ts', text: 'no such module' },
    ]);
  });

  test('a long one keeps its beginning and its end', () => {
    const lines = Array.from({ length: 100 }, (_, i) => `line ${i + 1}`);
    const path = report({ config, errors: [{ message: lines.join('\n') }], suites: [] });
    const [failure] = playwrightFailures(path);
    expect(failure?.text.split('\n')).toEqual([...lines.slice(0, 30), '… 58 lines more …', ...lines.slice(88)]);
  });

  test('of very many, some', () => {
    const text = failuresText(Array.from({ length: 50 }, (_, i) => ({ name: `test ${i}`, text: 'broken' })));
    expect(text.match(/✘ test/g)).toHaveLength(12);
    expect(text).toContain('… and 38 failures more, further up.');
  });

  test('no report tells nothing', () => {
    expect([...vitestFailures(join(folder, 'none.json')), ...playwrightFailures(join(folder, 'none.json'))]).toEqual(
      [],
    );
  });

  test('at the very end, a line for each: its name and the first line of what it said', () => {
    const failures = [
      { name: 'one.test.ts › is two', text: 'expected 1 to be 2\n  at line 3' },
      { name: 'two.test.ts', text: `\n${'long '.repeat(100)}` },
    ];
    const [first, second, ...rest] = failuresList(failures).split('\n');
    expect(rest).toEqual([]);
    expect(first).toBe('  ✘ one.test.ts › is two: expected 1 to be 2');
    expect(second).toBe(`  ✘ two.test.ts: ${'long '.repeat(32)}…`);
  });
});
