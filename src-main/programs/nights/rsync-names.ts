import type { FileType } from '../../contract/index.ts';
import { bytesFromText, textFromBytes } from '../../domain/bytes.ts';

const zero = '0'.charCodeAt(0);
const isOctal = (byte: number | undefined) => byte !== undefined && byte >= zero && byte < zero + 8;

/** Undoes rsync's escape: `\#ooo` stands for one byte, and whatever would look like it is itself written so. */
export function unescapeRsync(text: string): Buffer {
  const bytes = bytesFromText(text);
  if (!text.includes('\\#')) return bytes;
  const plain = Buffer.alloc(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const digits = bytes.subarray(at + 2, at + 5);
    if (bytes[at] === 0x5c && bytes[at + 1] === 0x23 && digits.length === 3 && digits.every(isOctal)) {
      plain[length++] = Number.parseInt(digits.toString('latin1'), 8);
      at += 4;
    } else {
      plain[length++] = bytes[at] as number;
    }
  }
  return plain.subarray(0, length);
}

/** A name as rsync wrote it, as the app has names; without the slash that rsync puts after a folder's. */
export function nameFromRsync(text: string): string {
  const bytes = unescapeRsync(text);
  return textFromBytes(bytes.at(-1) === 0x2f ? bytes.subarray(0, -1) : bytes);
}

const ARROW = ' -> ';

/** `name -> target`: only the target's length tells where the one ends, since both may hold an arrow. */
export function linkFromRsync(text: string, targetLength: number): { name: string; target: string } {
  const bytes = unescapeRsync(text);
  const end = bytes.length - targetLength - ARROW.length;
  return { name: textFromBytes(bytes.subarray(0, end)), target: textFromBytes(bytes.subarray(end + ARROW.length)) };
}

const types: Record<string, FileType> = { f: 'file', d: 'directory', L: 'symlink' };

/** The second letter of rsync's itemized change. */
export const typeFromItem = (item: string): FileType => types[item[1] ?? ''] ?? 'other';

/** `rwxr-sr-x` as `2755`. */
export function modeFromLetters(letters: string): string {
  const bit = (at: number, ...set: string[]) => (set.includes(letters[at] ?? '-') ? 1 : 0);
  const triple = (at: number) => bit(at, 'r') * 4 + bit(at + 1, 'w') * 2 + bit(at + 2, 'x', 's', 't');
  const special = bit(2, 's', 'S') * 4 + bit(5, 's', 'S') * 2 + bit(8, 't', 'T');
  return `${special}${triple(0)}${triple(3)}${triple(6)}`;
}

/** `2013/02/24-01:02:03`, in UTC, as ISO 8601. */
export const instantFromRsync = (text: string): string => `${text.replaceAll('/', '-').replace(/-(?=\d\d:)/, 'T')}Z`;
