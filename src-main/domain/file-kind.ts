/** What a file is, by how its content begins: a name says what its customer wanted it to be. */
const magics: readonly [mime: string, start: readonly number[], at?: number, then?: readonly number[]][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46], 8, [0x57, 0x45, 0x42, 0x50]],
];

const begins = (content: Uint8Array, bytes: readonly number[], at = 0) =>
  bytes.every((byte, index) => content[at + index] === byte);

/** The type of an image that a window can show without running anything; an SVG is shown as the text it is. */
export const imageType = (content: Uint8Array): string | undefined =>
  magics.find(([, start, at, then = []]) => begins(content, start) && begins(content, then, at))?.[0];

/** Text has no NUL, and next to no other control characters. */
export function isText(content: Uint8Array): boolean {
  let controls = 0;
  for (const byte of content) {
    if (byte === 0) return false;
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  }
  return controls * 50 <= content.length;
}
