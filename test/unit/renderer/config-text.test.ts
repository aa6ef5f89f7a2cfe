import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src-main/domain/config.ts';
import { changeCount, diffLines, withContext } from '../../../src-renderer/format/line-diff.ts';
import {
  entriesIn,
  placeOfEntry,
  withEntry,
  withoutLine,
  withPathOn,
} from '../../../src-renderer/state/config-text.ts';
import { reapply } from '../../../src-renderer/state/reapply.ts';

const file = '#!/bin/sh\nbackupdir=/data/jail15\nserver=backup1\n\n## ENTRY /etc\n## ENTRY /usr/local\n';

describe('entries of backup.config as text', () => {
  it('are those the core sees', () => {
    const lines = fc.constantFrom(
      '## ENTRY /etc',
      ' ##  ENTRY\t/a b ',
      '## ENTRY',
      '##ENTRY /x',
      '# ENTRY /x',
      '## ENTRY //a//b/',
      'server=b',
      '',
      '## ENTRY rel\r',
    );
    fc.assert(
      fc.property(fc.array(lines), (some) => {
        const text = some.join('\n');
        expect(entriesIn(text)).toEqual(parseConfig(text).entries);
      }),
    );
  });

  it('go in below the last, each once', () => {
    expect(withEntry(file, '/home')).toBe(`${file}## ENTRY /home\n`);
    expect(withEntry(file, '/etc/')).toBe(file);
    expect(withEntry('server=b\n', '/home')).toBe('server=b\n## ENTRY /home\n');
  });

  it('keep the line ends of the file', () => {
    expect(withEntry('server=b\r\n## ENTRY /etc\r\n', '/home')).toBe('server=b\r\n## ENTRY /etc\r\n## ENTRY /home\r\n');
    expect(withPathOn('## ENTRY /etc\r\n', 1, '/usr')).toBe('## ENTRY /usr\r\n');
  });

  it('go away by their line, and nothing else does', () =>
    expect(withoutLine(file, 5)).toBe(file.replace('## ENTRY /etc\n', '')));
});

describe('the difference of two texts', () => {
  it('is every removed and added line', () => {
    const lines = diffLines(file, file.replace('/etc', '/usr/etc'));
    expect(lines.filter((line) => line.kind !== 'same')).toEqual([
      { kind: 'removed', text: '## ENTRY /etc' },
      { kind: 'added', text: '## ENTRY /usr/etc' },
    ]);
    expect(changeCount(lines)).toBe(2);
  });

  it('gives both texts back', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const side = (gone: string) =>
          lines
            .filter((line) => line.kind !== gone)
            .map((line) => line.text)
            .join('\n');
        expect(side('added')).toBe(before);
        expect(side('removed')).toBe(after);
      }),
    );
  });

  it('leaves far lines out', () => {
    const lines = diffLines('1\n2\n3\n4\n5\n6', '1\n2\n3\n4\n5\nsix');
    expect(withContext(lines, 1).map((line) => line?.text)).toEqual([undefined, '5', '6', 'six']);
  });
});

describe('my changes on top of someone else’s', () => {
  const mine = file.replace('## ENTRY /etc\n', '').concat('## ENTRY /home\n');

  it('keeps both', () => {
    const theirs = file.replace('## ENTRY /usr/local\n', '## ENTRY /usr/local\n## ENTRY /var/log\n');
    const merged = reapply(file, mine, theirs);
    expect(entriesIn(merged.text).map((entry) => entry.path)).toEqual(['/usr/local', '/home', '/var/log']);
    expect(merged.lost).toEqual([]);
  });

  it('names what both changed and lets theirs stand', () => {
    const merged = reapply(
      file,
      file.replace('server=backup1', 'server=backup2'),
      file.replace('server=backup1', 'server=backup3'),
    );
    expect(merged.lost).toEqual(['server=backup1']);
    expect(merged.text).toContain('server=backup3');
  });

  it('adds nothing they added too', () =>
    expect(reapply(file, `${file}## ENTRY /home\n`, `${file}## ENTRY /home\n`).text).toBe(`${file}## ENTRY /home\n`));

  it('is theirs where I changed nothing, and mine where they did not', () => {
    const line = fc.constantFrom('## ENTRY /a', '## ENTRY /b', '## ENTRY /c', '# note');
    const text = fc.uniqueArray(line).map((lines) => `${lines.join('\n')}\n`);
    fc.assert(
      fc.property(text, text, (base, other) => {
        expect(reapply(base, base, other).text).toBe(other);
        expect(
          entriesIn(reapply(base, other, base).text)
            .map(({ path }) => path)
            .sort(),
        ).toEqual(
          entriesIn(other)
            .map(({ path }) => path)
            .sort(),
        );
      }),
    );
  });
});

describe('the place of an entry in the text', () => {
  it('is where its path stands as it is written', () => {
    const text = `${file}##  ENTRY\t//usr//home/  \r\n`;
    const [from, to] = placeOfEntry(text, '/usr/home') ?? [0, 0];
    expect(text.slice(from, to)).toBe('//usr//home/');
  });
  it('is none for one that is not there', () => expect(placeOfEntry(file, '/nowhere')).toBeUndefined());
});
