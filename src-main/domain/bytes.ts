/**
 * A path on a machine is bytes; in the app it is a string. Valid UTF-8 stands as itself, and each byte that is not
 * stands as the lone surrogate U+DC00 + byte (U+DC80–U+DCFF), as Python's surrogateescape has it (PEP 383). Such a
 * string survives JSON and structured clone, and comes back as the same bytes.
 */
export function textFromBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  // U+FFFD is either what the decoder puts for a bad byte, or a real one; only then is the slow way needed.
  return text.includes('\uFFFD') ? decodeEscaping(buffer) : text;
}

export function bytesFromText(text: string): Buffer {
  if (text.isWellFormed()) return Buffer.from(text, 'utf8');
  const parts: Buffer[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xdc80 || unit > 0xdcff || isHighSurrogate(text.charCodeAt(i - 1))) continue;
    parts.push(Buffer.from(text.slice(from, i), 'utf8'), Buffer.of(unit - 0xdc00));
    from = i + 1;
  }
  parts.push(Buffer.from(text.slice(from), 'utf8'));
  return Buffer.concat(parts);
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;

/** Bytes that are UTF-8 are decoded in runs: a file of nothing but others must not take seconds. */
function decodeEscaping(buffer: Buffer): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < buffer.length; ) {
    const length = sequenceAt(buffer, at);
    if (length === 0) {
      parts.push(buffer.toString('utf8', from, at), String.fromCharCode(0xdc00 + (buffer[at] as number)));
      from = at + 1;
    }
    at += length || 1;
  }
  parts.push(buffer.toString('utf8', from));
  return parts.join('');
}

/** The length of the well-formed sequence that begins there (table 3-7 of the Unicode standard), or 0. */
function sequenceAt(buffer: Buffer, at: number): number {
  const first = buffer[at] as number;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const second = buffer[at + 1] ?? 0;
  const [least, most] = secondBytes[first] ?? [0x80, 0xbf];
  if (second < least || second > most) return 0;
  for (let next = 2; next < length; next++) if (((buffer[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** Where not every continuation byte may follow: overlong forms, surrogates, and what is beyond U+10FFFF. */
const secondBytes: Readonly<Record<number, readonly [number, number]>> = {
  224: [0xa0, 0xbf],
  237: [0x80, 0x9f],
  240: [0x90, 0xbf],
  244: [0x80, 0x8f],
};
