import { describe, expect, test } from 'vitest';
import { textFromBytes } from '../../../src-main/domain/bytes.ts';
import { folded, foldedInto, namePattern } from '../../../src-main/domain/name-pattern.ts';

const finds = (pattern: string, path: string, isFolder = false) => {
  const made = namePattern(pattern);
  if (!made) throw new Error(`${pattern} is no pattern`);
  return made.matches(path, isFolder);
};

/** `find -iname` in the C locale, of a pattern without `[`: bytes, and ASCII case. */
function bytesFit(glob: string, name: string): boolean {
  const source = Buffer.from(glob.replace(/\\(.)/g, '$1'), 'utf8').toString('latin1');
  const expression = source
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`, 'is').test(Buffer.from(name, 'utf8').toString('latin1'));
}

describe('names', () => {
  test.each([
    ['Müller.pdf', 'Müller.pdf'.normalize('NFD')],
    ['Müller.pdf'.normalize('NFD'), 'Müller.pdf'],
    ['BÜRO', 'Büro.txt'],
    ['büro', 'BÜRO.TXT'.normalize('NFD')],
    ['strasse', 'Hauptstraße'],
    ['STRAẞE', 'hauptstrasse'],
    ['stra?e', 'straße'],
    ['οδος', 'ΟΔΟΣ.txt'],
    ['ИЮЛЬ', 'отчёт июль.doc'],
    ['ёл', 'Ёлка'.normalize('NFD')],
    ['한글', '한글.hwp'.normalize('NFD')],
    ['300K', '300\u212A.txt'],
    ['file', '\uFB01le'],
    ['photo[1]', 'photo[1].jpg'],
    ['back\\slash', 'back\\slash.txt'],
    ['a*b', 'a*b'],
    ['what?.txt', 'what?.txt'],
    ['*.JPG', 'img.jpg'],
    ['100%', '100%.txt'],
    ['.htaccess', '.htaccess'],
  ])('%s finds %s', (pattern, name) => {
    expect(finds(pattern, `/mnt/customer/${name}`)).toBe(true);
  });

  test.each([
    ['photo[1]', 'photo1.jpg'],
    ['Buro', 'Büro.txt'],
    ['*.jpg', 'img.jpg.txt'],
    ['a?c', 'ac'],
    ['back\\slash', 'backslash'],
  ])('%s does not find %s', (pattern, name) => {
    expect(finds(pattern, `/mnt/customer/${name}`)).toBe(false);
  });

  test('a byte that is no UTF-8 is itself', () => {
    const name = textFromBytes(Buffer.from([0x42, 0xdc, 0x52, 0x4f]));
    expect(finds('b', `/${name}`)).toBe(true);
    expect(finds(name, `/${name}.txt`)).toBe(true);
    expect(finds('BÜRO', `/${name}`)).toBe(false);
  });
});

describe('the end of a path', () => {
  const path = '/mnt/10.0.0.1-col00214-DIR/www/Bilder/photo1.jpg';
  test.each([
    ['Bilder/photo1.jpg', true],
    ['www/bilder/photo', true],
    ['ilder/photo1', true],
    ['/bilder/photo1', true],
    ['/ilder/photo1', false],
    [path, true],
    ['www/photo1.jpg', false],
    ['www/*/photo1.jpg', true],
    ['bilder/*.jpg', true],
    ['bilder/*.png', false],
    ['www//bilder', false],
    ['/photo', true],
    ['/hoto', false],
    [`/more${path}`, false],
  ])('%s: %s', (pattern, expected) => {
    expect(finds(pattern, path)).toBe(expected);
  });

  test('a slash at the end asks for folders', () => {
    expect(finds('www/', '/mnt/www', true)).toBe(true);
    expect(finds('www/', '/mnt/www', false)).toBe(false);
  });

  test('slashes alone name nothing', () => {
    expect(namePattern('/')).toBeUndefined();
    expect(namePattern('//')).toBeUndefined();
  });
});

test('a pattern full of stars takes no time on a long name', () => {
  const pattern = `${'*a'.repeat(200)}*b`;
  const started = performance.now();
  expect(finds(pattern, `/${'a'.repeat(255)}`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(60_000);
});

describe('what a machine looks for', () => {
  test('a name of another script can be no ASCII', () => {
    expect(namePattern('Büro')?.find).toEqual({ ascii: undefined, wider: '*b*ro*' });
    expect(namePattern('ß')?.find.ascii).toBe('*ss*');
    expect(namePattern('www/[1]\\.txt')?.find.ascii).toBe('\\[1\\]\\\\.txt*');
  });

  test('the ASCII that other characters fold into is known in full', () => {
    const into = new Set<string>();
    for (let code = 0x80; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      for (const character of folded(String.fromCodePoint(code))) if (character < '\x80') into.add(character);
    }
    expect([...into].sort().join('')).toBe([...foldedInto].sort().join(''));
  });

  test('every spelling of a name is among what it chooses', () => {
    const names = [
      'Müller',
      'ǰıİ',
      'Straße',
      'ΟΔΟΣ',
      '\u212Aelvin',
      '\uFB01nd;`',
      'x\u0302y',
      'ẖa',
      'ŉach',
      '<\u0338>',
    ];
    for (const name of names) {
      const spellings = [name, name.normalize('NFD'), name.normalize('NFC'), name.toUpperCase(), folded(name)];
      for (const pattern of spellings) {
        const { find } = namePattern(pattern) as NonNullable<ReturnType<typeof namePattern>>;
        for (const spelling of spellings) {
          if (!finds(pattern, `/${spelling}`)) continue;
          const chosen = /^[ -~]*$/.test(spelling) ? (find.ascii ?? '') : find.wider;
          expect(bytesFit(chosen, spelling), `${pattern} chooses ${spelling} by ${chosen}`).toBe(true);
        }
      }
    }
  });
});
