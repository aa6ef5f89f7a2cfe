import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeOpening } from '../../../src-main/shells/web/opening.ts';

let folder: string;
beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'nightkeep-opening-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** An opening, and what asks for it by the code that stands in its file. */
function opened() {
  const file = join(folder, 'open.html');
  const opening = writeOpening(file, (code) => `http://127.0.0.1/open/${code}`);
  const [, code] = /open\/([\w-]+)"/.exec(readFileSync(file, 'utf8')) ?? [];
  return { file, opening, take: () => opening.take((right) => right === code) };
}

it('is good once, until two minutes are over', () => {
  const { file, take } = opened();
  vi.advanceTimersByTime(119_999);
  expect(take()).toBe(true);
  expect(take()).toBe(false);
  expect(existsSync(file)).toBe(false);
});

it('is good for nothing afterwards, and its file is gone', () => {
  const { file, take } = opened();
  vi.advanceTimersByTime(120_000);
  expect(existsSync(file)).toBe(false);
  expect(take()).toBe(false);
});

it('outlives a wrong code', () => {
  const { opening, take } = opened();
  expect(opening.take(() => false)).toBe(false);
  expect(take()).toBe(true);
});
