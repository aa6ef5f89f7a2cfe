import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

const programs = join(import.meta.dirname, '../../src-main/programs');

/** What each program is made of, as it is composed when its module is read. */
const composed = vi.hoisted(() => new Map<string, string[]>());
vi.mock('../../src-main/programs/program.ts', async (original) => {
  const real = await original<typeof import('../../src-main/programs/program.ts')>();
  const compose = (...parts: string[]) => {
    const source = real.compose(...parts);
    // A part can be a composition itself.
    composed.set(
      source,
      parts.flatMap((part) => composed.get(part) ?? [part]),
    );
    return source;
  };
  return { ...real, compose };
});

const filesIn = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ending));

/** A file of shell: where it lies below `programs`, and its text. */
export type Part = [name: string, text: string];

/** Every program as the files that it is made of. */
export async function partsOfPrograms(): Promise<Part[][]> {
  const names = new Map(filesIn(programs, '.sh').map((file) => [readFileSync(join(programs, file), 'utf8'), file]));
  for (const file of filesIn(programs, '.ts')) await import(join(programs, file));
  return [...composed.values()].map((parts) =>
    parts.flatMap((text): Part[] => {
      const name = names.get(text);
      return name ? [[name, text]] : [];
    }),
  );
}

export const withoutComments = (text: string) => text.replace(/^\s*#.*$/gm, '');
