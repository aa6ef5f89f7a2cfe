import { describe, expect, test } from 'vitest';
import { textChange } from '../../../src-main/domain/text-change.ts';

describe('what a text was changed by', () => {
  test('is its lines that differ, in their order', () => {
    expect(textChange('a\nb\nc\n', 'a\nB\nc\nd\n')).toEqual({ added: 2, removed: 1, lines: '-b\n+B\n+d' });
  });
  test('is nothing where nothing differs', () => {
    expect(textChange('a\n', 'a\n')).toEqual({ added: 0, removed: 0, lines: '' });
  });
  test('of a file that was not there is all of it', () => {
    expect(textChange('', 'a\nb\n')).toEqual({ added: 2, removed: 0, lines: '+a\n+b' });
  });
  test('counts all and keeps some, however much it is', () => {
    const many = Array.from({ length: 20_000 }, (_, line) => `${line} ${'x'.repeat(100)}`).join('\n');
    const began = process.cpuUsage();
    const change = textChange(many, many.replaceAll('x', 'y'));
    expect(process.cpuUsage(began).user / 1e6).toBeLessThan(5);
    expect(change).toMatchObject({ added: 20_000, removed: 20_000 });
    expect(change.lines.length).toBeLessThan(16_100);
    expect(change.lines).toMatch(/\n… and \d+ more$/);
  });
});
