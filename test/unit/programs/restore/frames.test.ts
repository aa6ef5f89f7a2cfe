import fc from 'fast-check';
import { expect, test } from 'vitest';
import { framed } from '../../../../src-main/programs/restore/frames.ts';

const end = { bytes: 7, sha256: 'abc', name: 'col00214-2013-02-22', ending: 'tar.gz' } as const;

async function* chunksOf(sizes: readonly number[]) {
  for (const [index, size] of sizes.entries()) yield Buffer.alloc(size, `${index} and so on `);
}

/** As the host reads them. */
function read(stream: Buffer): { bytes: Buffer; frames: number; end: string } {
  const parts: Buffer[] = [];
  let at = 0;
  for (;;) {
    const newline = stream.indexOf('\n', at);
    const [word, count] = stream.subarray(at, newline).toString().split(' ');
    const start = at;
    at = newline + 1;
    if (word === 'end')
      return { bytes: Buffer.concat(parts), frames: parts.length, end: stream.subarray(start).toString() };
    const length = Number(count) * (word === 'blocks' ? 65_536 : 1);
    expect(length).toBeGreaterThan(0);
    parts.push(stream.subarray(at, at + length));
    at += length;
  }
}

const all = async (sizes: readonly number[]) => {
  const framing: Buffer[] = [];
  for await (const part of framed(chunksOf(sizes), Promise.resolve(end))) framing.push(part);
  return Buffer.concat(framing);
};

test('frames bring every byte, however the bytes come, and say at the end what they were', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 12 }), async (sizes) => {
      const wanted: Buffer[] = [];
      for await (const chunk of chunksOf(sizes)) wanted.push(chunk);
      const stream = await all(sizes);
      expect(read(stream).bytes.equals(Buffer.concat(wanted))).toBe(true);
      expect(read(stream).end).toBe('end 7 abc col00214-2013-02-22 tar.gz\n');
    }),
    { numRuns: 30 },
  );
});

test('a frame is a process on the host: a large tarball has few', async () => {
  const { frames } = read(await all(Array.from({ length: 600 }, () => 165_536)));
  expect(frames).toBeLessThan(50);
});
