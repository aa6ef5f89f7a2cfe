import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesFromText, textFromBytes } from '../../../src-main/domain/bytes.ts';

test('valid UTF-8 stands as itself', () => {
  expect(textFromBytes(Buffer.from('/usr/home/Ä \u{1F319} \uFFFD'))).toBe('/usr/home/Ä \u{1F319} \uFFFD');
});

test('a byte that is not UTF-8 stands as a lone surrogate and survives JSON', () => {
  const bytes = Buffer.from([0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82]);
  const text = textFromBytes(bytes);
  expect(text).toBe('a\udcff\udcc3(\udce2\udc82');
  expect(bytesFromText(JSON.parse(JSON.stringify(text)))).toEqual(bytes);
});

test('encoded surrogates and overlong forms are bytes, not characters', () => {
  const bytes = Buffer.from([0xed, 0xb2, 0x80, 0xc0, 0x80, 0xf8, 0x88]);
  expect(bytesFromText(textFromBytes(bytes))).toEqual(bytes);
});

test('a byte order mark is kept', () => {
  const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0xff]);
  expect(bytesFromText(textFromBytes(bytes))).toEqual(bytes);
});

test('any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(bytesFromText(textFromBytes(bytes))).toEqual(Buffer.from(bytes));
    }),
    { numRuns: 2000 },
  );
});

test('any mixture of text and bad bytes comes back', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 4 }).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const bytes = Buffer.concat(pieces);
      expect(bytesFromText(textFromBytes(bytes))).toEqual(bytes);
    }),
    { numRuns: 1000 },
  );
});
