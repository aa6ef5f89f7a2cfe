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

function decodeEscaping(buffer: Buffer): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  for (let i = 0; i < buffer.length; ) {
    const length = sequenceLength(buffer[i] as number);
    const sequence = buffer.subarray(i, i + length);
    try {
      text += decoder.decode(sequence);
      i += length;
    } catch {
      text += String.fromCharCode(0xdc00 + (buffer[i] as number));
      i += 1;
    }
  }
  return text;
}

function sequenceLength(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
