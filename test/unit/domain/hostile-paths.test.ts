import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textFromBytes } from '../../../src-main/domain/bytes.ts';
import { copyableEntries, parseConfig } from '../../../src-main/domain/config.ts';
import { coverageOf, parentsOfRoots } from '../../../src-main/domain/coverage.ts';
import { customerRules } from '../../../src-main/domain/customer-rules.ts';
import { customerFinder, whyNotAPattern } from '../../../src-main/domain/customers.ts';
import { pathCover } from '../../../src-main/domain/path-cover.ts';

/** The most that is read of a backup.config. */
const LARGEST = 1024 * 1024;

/** A few bytes, again and again, up to the most that is read: what grows with the square of it takes hours. */
const repetitive = fc
  .tuple(
    fc.constantFrom('', '## ENTRY /', '## ENTRY /d/10.0.0.1-col', 'server=', 'backupdir="', '\t'),
    fc.oneof(
      fc.constantFrom(
        '/a',
        ' ',
        '\t',
        '/',
        '//',
        '#',
        '# ENTRY ',
        '## ENTRY /a\n',
        'x\n',
        '\r',
        "'",
        '1.1',
        'col0-DIR/',
      ),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 8 }),
      fc.constantFrom('server=a\n', '## ENTRY /\n', `## ENTRY ${'/a'.repeat(2000)}\n`, '## ENTRY /../\n'),
    ),
    fc.constantFrom('', 'x', '\n', '-DIR', '"'),
  )
  .map(([head, piece, end]) => head + piece.repeat(Math.ceil(LARGEST / piece.length)).slice(0, LARGEST) + end);

/** Seconds of this process's own time that a work took. */
function costOf(work: () => unknown): number {
  const began = process.cpuUsage();
  work();
  return process.cpuUsage(began).user / 1e6;
}

const find = customerFinder([
  '(?<ip>\\d+\\.\\d+\\.\\d+\\.\\d+)-(?<customer>col\\d{5})-DIR',
  '(a{1,9})+(?<customer>b)c',
]);

describe('a config that is long and repetitive', () => {
  it('is read, and its customers looked for, in a few seconds, whatever it repeats', () => {
    fc.assert(
      fc.property(repetitive, (text) => {
        const cost = costOf(() => {
          const { entries, problems } = parseConfig(text);
          expect(problems.length).toBeLessThan(1100);
          const configured = copyableEntries(entries).map(({ path }) => path);
          parentsOfRoots(configured.flatMap((path) => find(path)?.root ?? []));
          const below = configured.map((path) => `${path}/x`);
          coverageOf({ configured, inNights: below, rootsInNights: configured, onDisk: below }, find);
        });
        expect(cost).toBeLessThan(10);
      }),
      { numRuns: 25 },
    );
  }, 300_000);

  it('tells what it left out', () => {
    const many = parseConfig(`backupdir=/d\nserver=s\n${'## ENTRY /a\n'.repeat(10_001)}`);
    expect(many.entries).toHaveLength(10_000);
    expect(many.problems.at(-1)?.message).toMatch(/^\d+ more problems/);
    const deep = parseConfig(`backupdir=/d\nserver=s\n## ENTRY ${'/a'.repeat(3000)}\n## ENTRY /b\n`);
    expect(deep.entries).toEqual([{ line: 4, path: '/b' }]);
    expect(deep.problems).toEqual([{ line: 3, code: 'syntax', message: expect.stringContaining('4096') }]);
    const beyond = parseConfig(
      `backupdir=/d\nserver=s\n${Array.from({ length: 10_002 }, (_, at) => `## ENTRY /${at}\n`).join('')}`,
    );
    expect(beyond.problems).toEqual([
      { line: 10_003, code: 'syntax', message: expect.stringContaining('first 10000') },
    ]);
  });

  it('of bytes that are no text is decoded in no time', () => {
    expect(costOf(() => textFromBytes(Buffer.alloc(LARGEST, 0xff)))).toBeLessThan(2);
  });
});

describe('a pattern that may be saved', () => {
  /** Patterns that a backtracking matcher never comes to an end with, one of them as it was once advised. */
  it.each([
    '(a{1,9})+(?<customer>b)$',
    '(a|aa)+(?<customer>b)$',
    '(a+)+(?<customer>b)$',
    '(?<customer>(a|a?)+)b$',
    '.*.*.*.*(?<customer>=)',
  ])('%s comes to an end on one path, and on thousands', (pattern) => {
    expect(whyNotAPattern(pattern)).toBeUndefined();
    const found = customerFinder([pattern]);
    expect(
      costOf(() => {
        for (let at = 0; at < 2000; at++) found(`/${'a'.repeat(500)}${at}`);
      }),
    ).toBeLessThan(10);
  });

  it('is never one that takes long, of all there can be', () => {
    const atom = fc.constantFrom('a', '.', '[^/]', '\\d', '(?:a|aa)', '(?:a?)', '(a)');
    const piece = fc
      .tuple(
        fc.array(atom, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '*', '+', '?', '{1,9}', '{2,}', '{0,50}'),
      )
      .map(([atoms, sign]) => `(?:${atoms.join('')})${sign}`);
    const nested = fc
      .tuple(piece, piece, fc.constantFrom('*', '+', '{1,30}'))
      .map(([a, b, sign]) => `(?:${a}${b})${sign}`);
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, nested), { maxLength: 4 }), fc.constantFrom('$', 'x', ''), (pieces, end) => {
        const pattern = `${pieces.join('')}(?<customer>b)${end}`;
        if (whyNotAPattern(pattern) !== undefined) return;
        const found = customerFinder([pattern]);
        expect(
          costOf(() => {
            for (let at = 0; at < 50; at++) found(`/${'a'.repeat(510)}`);
          }),
        ).toBeLessThan(5);
        customerRules([pattern]);
      }),
      { numRuns: 200 },
    );
  }, 300_000);

  it.each([
    ['(?=x)(?<customer>a)', 'look ahead'],
    ['(?<customer>a)\\1', 'refers back'],
    ['(?<customer>a{1,999}){1,999}', "can't be used"],
    ['(?<customer>.{1,900})', 'too large'],
    ['(?<name>a)', 'no group named customer'],
  ])('is not %s', (pattern, why) => {
    expect(whyNotAPattern(pattern)).toContain(why);
  });
});

describe('pathCover', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'a-', '!'), { minLength: 1, maxLength: 4 })
    .map((parts) => `/${parts.join('/')}`);
  const holds = (outer: string, inner: string) => outer === inner || inner.startsWith(`${outer}/`);

  it('says what comparing each with each says', () => {
    fc.assert(
      fc.property(fc.array(path, { maxLength: 12 }), path, (paths, asked) => {
        const cover = pathCover(paths);
        const over = paths.filter((each) => holds(each, asked)).sort((a, b) => a.length - b.length)[0];
        expect(cover.over(asked)).toBe(over);
        expect(cover.meets(asked)).toBe(paths.some((each) => holds(asked, each) || holds(each, asked)));
      }),
      { numRuns: 2000 },
    );
  });

  it('knows that all lie in /', () => {
    expect(pathCover(['/a', '/']).over('/b/c')).toBe('/');
    expect(pathCover(['/a']).meets('/')).toBe(true);
    expect(pathCover([]).over('/')).toBeUndefined();
  });
});
