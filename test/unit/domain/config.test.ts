import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyableEntries, parseConfig } from '../../../src-main/domain/config.ts';
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
