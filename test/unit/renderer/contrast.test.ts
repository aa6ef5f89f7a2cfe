import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('../../../src-renderer/ui/tokens.css', import.meta.url)), 'utf8');
const tokens = new Map([...css.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]));
const themes = ['light', 'dark'] as const;

function colour(name: string, theme: (typeof themes)[number]): string {
  const value = tokens.get(name) ?? '';
  const [, light, dark] = /light-dark\(([^,]+),\s*([^)]+)\)/.exec(value) ?? [undefined, value, value];
  return (theme === 'light' ? light : dark)?.trim() ?? '';
}

/** WCAG 2's relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Each colour that text has, on each ground it is written on. */
const written: Record<string, string[]> = {
  ink: ['bg', 'panel', 'raised', 'hover', 'accent-bg', 'run-bg', 'run-soft'],
  soft: ['bg', 'panel', 'raised', 'hover', 'run-bg', 'run-soft', 'warn-bg', 'bad-bg'],
  faint: ['bg', 'panel', 'raised'],
  good: ['good-bg', 'panel'],
  warn: ['warn-bg', 'panel'],
  bad: ['bad-bg', 'panel'],
  run: ['run-bg', 'panel'],
  'accent-ink': ['accent', 'accent-hover'],
  'accent-text': ['accent-bg'],
  'rail-ink': ['rail', 'rail-on'],
};

describe.each(themes)('the %s theme', (theme) => {
  const pairs = Object.entries(written).flatMap(([text, grounds]) => grounds.map((ground) => [text, ground] as const));
  it.each(pairs)('%s can be read on %s', (text, ground) => {
    // AA for text of this size.
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });
});
