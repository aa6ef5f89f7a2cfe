import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyableEntries, parseConfig } from '../../../src-main/domain/config.ts';
import { addEntry, removeEntry, replaceEntry, whyNotAnEntry } from '../../../src-main/domain/config-edit.ts';
import { configCases } from '../../programs/night/config-cases.ts';

describe('parseConfig', () => {
  it.each(configCases)('$name', ({ text, backupdir, server, entries = [], problems = [] }) => {
    const parsed = parseConfig(text);
    expect(parsed).toMatchObject({ backupdir, server });
    expect(parsed.entries).toEqual(entries.map(([line, path]) => ({ line, path })));
    expect(parsed.problems.map(({ line, code }) => `${line}:${code}`)).toEqual(problems);
  });

  it('names a server the fleet does not have', () => {
    const { problems } = parseConfig('backupdir=/d\nserver=backup9\n', { knownServers: ['backup1'] });
    expect(problems).toEqual([{ line: 2, code: 'unknown-server', message: "backup9 is none of the fleet's servers." }]);
  });

  it('never throws, and each line number is one of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { problems, entries } = parseConfig(text);
        const lines = Math.max(1, text.split('\n').length);
        for (const { line } of [...problems, ...entries]) expect(line).toBeLessThanOrEqual(lines);
      }),
    );
  });
});

describe('copyableEntries', () => {
  it('leaves out what can not be copied, and what is named twice', () => {
    const { entries } = parseConfig('## ENTRY /a\n## ENTRY b\n## ENTRY /a/\n## ENTRY /a/c\n## ENTRY /x/../y\n');
    expect(copyableEntries(entries).map(({ path }) => path)).toEqual(['/a', '/a/c']);
  });
});

const lineEnd = fc.constantFrom('\n', '\r\n');
const anyLine = fc.oneof(
  fc.constantFrom(
    '',
    '#!/bin/sh',
    'backupdir=/d',
    'server=s',
    '# note',
    'nonsense here',
    '## ENTRY',
    '\t## ENTRY /a b ',
  ),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\r\n\0]/g, '')),
  fc.stringMatching(/^\/[a-z]( ?[a-z'"$/]){0,6}$/).map((path) => `## ENTRY ${path}`),
);
const anyText = fc.tuple(fc.array(fc.tuple(anyLine, lineEnd)), fc.boolean()).map(([lines, whole]) => {
  const text = lines.map(([line, end]) => line + end).join('');
  return whole ? text : text.replace(/\r?\n$/, '');
});
const newPath = fc.stringMatching(/^\/new[a-z'"$\\ ]{0,6}[a-z]$/);
const paths = (text: string) => parseConfig(text).entries.map(({ path }) => path);

describe('edits', () => {
  it('add one entry and keep every other byte', () => {
    fc.assert(
      fc.property(anyText, newPath, (text, path) => {
        const edited = addEntry(text, path);
        expect(paths(edited).filter((found) => found === path)).toHaveLength(1);
        expect(removeEntry(edited, path).replace(/\r?\n$/, '')).toBe(text.replace(/\r?\n$/, ''));
      }),
    );
  });

  it('add below the last entry, with the line ends of the file', () => {
    expect(addEntry('server=s\r\n## ENTRY /a\r\n\r\n# end\r\n', '/b')).toBe(
      'server=s\r\n## ENTRY /a\r\n## ENTRY /b\r\n\r\n# end\r\n',
    );
    expect(addEntry('## ENTRY /a', '/b/')).toBe('## ENTRY /a\n## ENTRY /b');
    expect(addEntry('## ENTRY /a\n', '/a/')).toBe('## ENTRY /a\n');
    expect(addEntry('', '/b')).toBe('## ENTRY /b\n');
  });

  it('replace the path alone: its line’s blanks and end stay', () => {
    expect(replaceEntry(' ##\tENTRY  /home \r\n## ENTRY /home2\n', '/home', '/usr/$&home')).toBe(
      ' ##\tENTRY  /usr/$&home \r\n## ENTRY /home2\n',
    );
    fc.assert(
      fc.property(anyText, newPath, (text, path) => {
        const [old] = paths(text);
        fc.pre(old !== undefined && !paths(text).includes(path));
        const edited = replaceEntry(text, old as string, path);
        expect(paths(edited)).toEqual(paths(text).map((each) => (each === old ? path : each)));
        expect(edited.split('\n')).toHaveLength(text.split('\n').length);
      }),
    );
  });

  it('refuse a path that a line can not hold', () => {
    for (const path of ['etc', '/', '/a\nb', '/a ', '/a\t', '/a/../b', '/a\0']) {
      expect(whyNotAnEntry(path)).toBeTypeOf('string');
      expect(() => addEntry('', path)).toThrow(RangeError);
    }
    expect(whyNotAnEntry('/a b/c')).toBeUndefined();
  });
});
