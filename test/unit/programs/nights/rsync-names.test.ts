import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesFromText, textFromBytes } from '../../../../src-main/domain/bytes.ts';
import {
  instantFromRsync,
  linkFromRsync,
  modeFromLetters,
  nameFromRsync,
  typeFromItem,
} from '../../../../src-main/programs/nights/rsync-names.ts';

/** As rsync's filtered_fwrite has it with -8: control characters but the tab, and `\#` before three digits. */
function escaped(bytes: Uint8Array): string {
  const digits = (byte: number) => `\\#${byte.toString(8).padStart(3, '0')}`;
  const text = Buffer.from(bytes).toString('latin1');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones meant
  const plain = text.replace(/[\0-\x08\x0a-\x1f\x7f]|\\(?=#\d{3})/g, (found) => digits(found.charCodeAt(0)));
  return textFromBytes(Buffer.from(plain, 'latin1'));
}

const anyName = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 255 }), fc.constantFrom(...Buffer.from('\\#012 ->\t\n'))), {
    minLength: 1,
    maxLength: 40,
  })
  .map((values) => Uint8Array.from(values.filter((value) => value !== 0x2f)))
  .filter((bytes) => bytes.length > 0);

describe('names that rsync wrote', () => {
  test('come back as their bytes', () => {
    fc.assert(
      fc.property(anyName, (bytes) => {
        const name = nameFromRsync(escaped(bytes));
        expect(bytesFromText(name).equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a link’s name and target are told apart by the target’s length', () => {
    fc.assert(
      fc.property(anyName, anyName, (name, target) => {
        const found = linkFromRsync(`${escaped(name)} -> ${escaped(target)}`, target.length);
        expect(bytesFromText(found.name).equals(Buffer.from(name))).toBe(true);
        expect(bytesFromText(found.target).equals(Buffer.from(target))).toBe(true);
      }),
    );
  });

  test('a folder’s has no slash at its end', () => {
    expect(nameFromRsync('sub/folder/')).toBe('sub/folder');
  });
});

test.each([
  ['rwxr-xr-x', '0755'],
  ['rw-r--r--', '0644'],
  ['rwsr-sr-t', '7755'],
  ['rwSr-Sr-T', '7644'],
  ['---------', '0000'],
])('%s is %s', (letters, mode) => {
  expect(modeFromLetters(letters)).toBe(mode);
});

test('types and times', () => {
  expect(['>f+++++++++', 'cd+++++++++', 'cL+++++++++', 'cS+++++++++', 'cD+++++++++'].map(typeFromItem)).toEqual([
    'file',
    'directory',
    'symlink',
    'other',
    'other',
  ]);
  expect(instantFromRsync('2013/02/24-01:02:03')).toBe('2013-02-24T01:02:03Z');
});
