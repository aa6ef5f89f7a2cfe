import { expect, test } from 'vitest';
import { type Part, partsOfPrograms, withoutComments } from './shell-parts.ts';
import { STATE } from './shell-state.ts';

/** A value for one command alone (`name=value awk …`) is no variable of the program's. */
const FOR_ONE_COMMAND = /(?:\bnk_\w+=(?:"[^"]*"|\$\([^)]*\)|[^\s"(])*\s+)+(?=(?:awk|xargs|sh|rsync|LC_ALL=\w+)\b)/g;

/** The variables that a file gives a value to. */
function setIn(text: string): Set<string> {
  const own = withoutComments(text)
    .replace(/'[^']*'/g, "''")
    .replace(FOR_ONE_COMMAND, '');
  const assigned = own.matchAll(/(?<![\w$"{])(nk_\w+)=/g);
  const filled = own.matchAll(/\$\{(nk_\w+):?=/g);
  const looped = own.matchAll(/\bfor (nk_\w+)\b/g);
  const read = [...own.matchAll(/\bread (?:-r )?((?:nk_\w+ ?)+)/g)].flatMap(([, names = '']) =>
    names.trim().split(' '),
  );
  return new Set([...[...assigned, ...filled, ...looped].map(([, name]) => name as string), ...read]);
}

/** Variables that more than one file of a program sets, each with those files. */
function setTwice(parts: readonly Part[]): string[] {
  const homes = new Map<string, string[]>();
  for (const [file, text] of parts) for (const name of setIn(text)) homes.set(name, [...(homes.get(name) ?? []), file]);
  return [...homes].filter(([, files]) => files.length > 1).map(([name, files]) => `${name}: ${files.join(', ')}`);
}

const nameOf = (found: string) => found.replace(/:.*/, '');

test('a variable has one file that sets it, or is declared as what a program knows (shell-state.ts)', async () => {
  const found = [...new Set((await partsOfPrograms()).flatMap(setTwice))];
  expect(found.filter((each) => !(nameOf(each) in STATE)).sort()).toEqual([]);
  const names = new Set(found.map(nameOf));
  expect(Object.keys(STATE).filter((name) => !names.has(name))).toEqual([]);
});

test('what two files set is found: in a loop, by read, with a default; what is for one command is not', () => {
  const [a, b]: Part[] = [
    ['a.sh', 'nk_x=1\nfor nk_y in a; do :; done\nwhile IFS= read -r nk_z nk_w; do :; done\n'],
    ['b.sh', `# nk_x=2\nnk_y=2 nk_z=3\n: "\${nk_w:=4}"\nnk_x=$1 nk_v=2 awk "nk_x=1"\n`],
  ] as const;
  expect(setTwice([a, b])).toEqual(['nk_y: a.sh, b.sh', 'nk_z: a.sh, b.sh', 'nk_w: a.sh, b.sh']);
});
