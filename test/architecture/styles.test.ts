import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const renderer = join(import.meta.dirname, '../../src-renderer');

/** Classes that a component names and its style sheet has not: neither the compiler nor the browser says a word of them. */
function missingClasses(source: string, sheetOf: (file: string) => string): string[] {
  return [...source.matchAll(/^import (\w+) from '([^']+\.module\.css)';$/gm)].flatMap(([, name = '', file = '']) => {
    const sheet = sheetOf(file);
    const used = new Set([...source.matchAll(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))].map(([, used = '']) => used));
    return [...used].filter((className) => !new RegExp(`\\.${className}(?![\\w-])`).test(sheet));
  });
}

test('every class that a component names is in its style sheet', () => {
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  expect(files.length).toBeGreaterThan(100);
  const missing = files.flatMap((file) => {
    const path = join(renderer, file);
    const sheetOf = (sheet: string) => readFileSync(join(dirname(path), sheet), 'utf8');
    return missingClasses(readFileSync(path, 'utf8'), sheetOf).map((className) => `${file}: ${className}`);
  });
  expect(missing).toEqual([]);
});

test('one that is not there is found', () => {
  const source = "import styles from './a.module.css';\nstyles.row; styles.rows;\n";
  expect(missingClasses(source, () => '.rows { gap: 1px; }\n')).toEqual(['row']);
});
