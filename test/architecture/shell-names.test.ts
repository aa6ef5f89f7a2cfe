import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CALLBACK, OF_THE_GATE } from './shell-hooks.ts';

const programs = join(import.meta.dirname, '../../src-main/programs');

/** Every program, complete, by the name under which its module gives it. */
async function sources(): Promise<[string, string][]> {
  const modules = readdirSync(programs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(programs, name)).map((file) => join(name, file)))
    .filter((file) => file.endsWith('.ts'));
  const found = await Promise.all(
    modules.map(async (file) => {
      const exported: Record<string, unknown> = await import(join(programs, file));
      return Object.entries(exported).flatMap(([name, value]): [string, string][] => {
        const source = typeof value === 'object' && value !== null && 'source' in value ? value.source : undefined;
        return typeof source === 'string' ? [[`${file}: ${name}`, source]] : [];
      });
    }),
  );
  const { gateSource } = await import('../../src-main/programs/gate/gate.ts');
  return [...found.flat(), ['gate/gate.ts: gateSource', gateSource]];
}

/** The names of functions that stand twice at the top of a program. A program that it sends on stands in quotes. */
function definedTwice(source: string): string[] {
  const own = source.replace(/^nk_\w+='(?:[^']|'\\'')*'$/gm, '');
  // A program without its comments has no indentation either, which would tell a callback from a function.
  const names = [...own.matchAll(/^(nk_\w+)\(\) ?[({]/gm)]
    .map((match) => match[1] as string)
    .filter((name) => name !== CALLBACK);
  return [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
}

test('no program has two functions of one name: the parts it is made of must not know of each other', async () => {
  const all = await sources();
  expect(all.length).toBeGreaterThan(25);
  const twice = all
    .map(([name, source]) => [name, definedTwice(source)] as const)
    .filter(([, names]) => names.length > 0);
  expect(twice).toEqual([['gate/gate.ts: gateSource', OF_THE_GATE]]);
});

test('two functions of one name are found', () => {
  expect(definedTwice('nk_a() {\n}\nnk_b() { :; }\nnk_a() (\n)\n')).toEqual(['nk_a']);
});
