/** Chance that is the same every time: a fleet made twice from one seed has the same files. */
export interface Seeded {
  /** 0 up to but not including 1. */
  next: () => number;
  /** A whole number, both ends included. */
  between: (low: number, high: number) => number;
  pick: <T>(from: readonly T[]) => T;
  /** So many of them, each once, in their order. */
  some: <T>(from: readonly T[], count: number) => T[];
  words: (count: number) => string;
  /** Bytes that don't compress, as in a picture. */
  noise: (length: number) => Buffer;
  /** Lines of words. */
  prose: (length: number) => string;
}

const vocabulary =
  'order shop invoice summer garden customer parcel bridge coffee window letter music travel winter paper river light stone market school kitchen engine harbour bicycle theatre picture recipe mountain holiday ticket station evening morning neighbour office village museum orchard blanket lantern'.split(
    ' ',
  );

// Made once: slicing is what makes twenty thousand files quick.
const NOISE = 1 << 20;

/** mulberry32, seeded with the text's FNV-1a hash. */
export function seeded(seed: string): Seeded {
  let state = 0x811c9dc5;
  for (const character of Buffer.from(seed)) state = Math.imul(state ^ character, 0x01000193) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(from: readonly T[]): T => from[between(0, from.length - 1)] as T;
  return {
    next,
    between,
    pick,
    some: (from, count) => {
      let left = Math.min(count, from.length);
      return from.filter((_, at) => {
        const taken = next() < left / (from.length - at);
        if (taken) left -= 1;
        return taken;
      });
    },
    words: (count) => Array.from({ length: count }, () => pick(vocabulary)).join(' '),
    noise: (length) => slice(noisePool(), between(0, NOISE - 1), length),
    prose: (length) => {
      const text = prosePool();
      const from = between(0, text.length - 1 - Math.min(length, text.length - 1));
      return text.slice(from, from + length).padEnd(length, '.');
    },
  };
}

function slice(pool: Buffer, from: number, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = from, left = length; left > 0; ) {
    const part = pool.subarray(at % pool.length, Math.min(pool.length, (at % pool.length) + left));
    parts.push(part);
    left -= part.length;
    at += part.length;
  }
  return Buffer.concat(parts);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const noisePool = once(() => {
  const chance = seeded('noise');
  const words = new Uint32Array(NOISE / 4);
  for (let at = 0; at < words.length; at++) words[at] = chance.next() * 4_294_967_296;
  return Buffer.from(words.buffer);
});

const prosePool = once(() => {
  const chance = seeded('prose');
  return Array.from({ length: 4000 }, () => `${chance.words(chance.between(6, 12))}.\n`).join('');
});
