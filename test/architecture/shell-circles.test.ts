import { expect, test } from 'vitest';
import { HOOKS } from './shell-hooks.ts';
import { type Part, partsOfPrograms, withoutComments } from './shell-parts.ts';

const definedIn = (text: string) => [...text.matchAll(/^(nk_\w+)\(\)/gm)].map((match) => match[1] as string);
const namedIn = (text: string) =>
  [...withoutComments(text).matchAll(/(?<![\w$"{=])(nk_\w+)(?!\w|\(\)|=)/g)].map((match) => match[1] as string);

/** The parts that need each other, by way of others too: each with what it needs of which. */
function circlesAmong(parts: readonly Part[]): string[] {
  const homes = new Map(parts.flatMap(([name, text]) => definedIn(text).map((each) => [each, name] as const)));
  const needs = new Map(
    parts.map(([name, text]) => {
      const others = namedIn(text)
        .filter((each) => !HOOKS.has(each))
        .map((each) => [homes.get(each), each] as const)
        .filter((need): need is [string, string] => need[0] !== undefined && need[0] !== name);
      return [name, others] as const;
    }),
  );
  const reach = (from: string, seen = new Set<string>()): Set<string> => {
    for (const [to] of needs.get(from) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      reach(to, seen);
    }
    return seen;
  };
  return [...needs].flatMap(([name, others]) =>
    others.filter(([to]) => reach(to).has(name)).map(([to, what]) => `${name} needs ${what} of ${to}`),
  );
}

test('no part of a program needs one that needs it', async () => {
  const made = await partsOfPrograms();
  expect(Math.max(...made.map((parts) => parts.length))).toBeGreaterThan(30);
  expect(made.length).toBeGreaterThan(25);
  expect([...new Set(made.flatMap(circlesAmong))]).toEqual([]);
});

test('a circle is found, by way of a third part too; a hook is none', () => {
  const [a, b, c]: Part[] = [
    ['a.sh', 'nk_a() {\n  nk_b\n}\nnk_input() { :; }\n'],
    ['b.sh', '# as nk_a does\nnk_b() { nk_c; }\n'],
    ['c.sh', 'nk_c() { nk_input "$1"; }\n'],
  ] as const;
  expect(circlesAmong([a, b, c])).toEqual([]);
  const closed: Part = ['c.sh', 'nk_c() {\n  [ -z "$1" ] || nk_a\n}\n'];
  expect(circlesAmong([a, b, closed])).toEqual([
    'a.sh needs nk_b of b.sh',
    'b.sh needs nk_c of c.sh',
    'c.sh needs nk_a of a.sh',
  ]);
});
