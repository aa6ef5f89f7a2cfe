import { describe, expect, it } from 'vitest';
import { count, list } from '../../../src-renderer/format/counts.ts';
import { scheduleInWords } from '../../../src-renderer/format/schedule.ts';
import { size, sizeOf } from '../../../src-renderer/format/sizes.ts';

describe('sizes', () => {
  it.each([
    [0, '0 B'],
    [64, '64 B'],
    [999, '999 B'],
    [999_500, '1 MB'],
    [1_200_000, '1.2 MB'],
    [44_100_000, '44.1 MB'],
    [148_000_000, '148 MB'],
    [12.4e9, '12.4 GB'],
  ])('%d bytes are %s', (bytes, words) => expect(size(bytes)).toBe(words));
  it('tells a part in the unit of the whole', () => {
    expect(sizeOf(31_000_000, 44_100_000)).toBe('31 of 44.1 MB');
    expect(sizeOf(0, 44_100_000)).toBe('0 of 44.1 MB');
  });
});

describe('words', () => {
  it('knows one from many', () => {
    expect(count(1, 'entry', 'entries')).toBe('1 entry');
    expect(count(88120, 'file')).toBe('88,120 files');
  });
  it('lists with an and', () => expect(list(['a', 'b', 'c'])).toBe('a, b and c'));
  it('reads a daily cron line, and leaves any other as it is', () => {
    expect(scheduleInWords('52 1 * * * root /usr/local/jail/bin/backup')).toBe('01:52 nightly');
    expect(scheduleInWords('52 1 * * 0 root /x')).toBe('52 1 * * 0');
  });
});
