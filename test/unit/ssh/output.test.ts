import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GROUP_MARK } from '../../../src-main/ssh/command.ts';
import { GroupLine, Tail } from '../../../src-main/ssh/output.ts';

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));

/** The buffer in pieces of any lengths. */
const pieces = (whole: Buffer, lengths: readonly number[]): Buffer[] => {
  const found: Buffer[] = [];
  let from = 0;
  for (const length of lengths) {
    found.push(whole.subarray(from, from + length));
    from += length;
  }
  return [...found, whole.subarray(from)];
};

describe('the line that tells the process group', () => {
  it('is taken off, with all before it, however the output is cut', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.array(fc.nat(20)), (before, after, lengths) => {
        fc.pre(!before.includes(GROUP_MARK));
        const line = new GroupLine();
        const whole = Buffer.concat([before, Buffer.from(`${GROUP_MARK}4711\n`), after]);
        const own = Buffer.concat(pieces(whole, lengths).map((piece) => line.take(piece)));
        expect(own.equals(after)).toBe(true);
        expect(line.group).toBe(4711);
      }),
    );
  });

  it('is found after more noise than is kept', () => {
    const line = new GroupLine();
    for (let i = 0; i < 100; i++) expect(line.take(Buffer.alloc(10_000, 'x'))).toHaveLength(0);
    expect(line.take(Buffer.from(`${GROUP_MARK}12\nmine`)).toString()).toBe('mine');
    expect(line.group).toBe(12);
  });

  it('is given up where nothing but noise comes', () => {
    const line = new GroupLine();
    for (let i = 0; i < 64; i++) line.take(Buffer.alloc(64 * 1024, 'x'));
    expect(line.isNoLogin).toBe(false);
    line.take(Buffer.from('x'));
    expect(line.isNoLogin).toBe(true);
    expect(line.said).toHaveLength(64 * 1024);
  });

  it.each(['', '1', '0', '-5', 'x', '1e9999', '12 13'])('takes "%s" for no group', (text) => {
    const line = new GroupLine();
    line.take(Buffer.from(`${GROUP_MARK}${text}\n`));
    expect(line.started).toBe(true);
    expect(line.group).toBeUndefined();
  });

  it('is not there where the command did not start', () => {
    const line = new GroupLine();
    line.take(Buffer.from('no account\n'));
    expect(line.started).toBe(false);
    expect(line.said).toBe('no account\n');
  });
});

describe('the tail of a stream', () => {
  it('is its last bytes', () => {
    fc.assert(
      fc.property(fc.array(bytes), fc.integer({ min: 1, max: 300 }), (chunks, limit) => {
        const tail = new Tail(limit);
        for (const chunk of chunks) tail.push(chunk);
        expect(tail.bytes().equals(Buffer.concat(chunks).subarray(-limit))).toBe(true);
      }),
    );
  });
});
