import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { trayIcons } from '../../../src-main/shells/electron/tray-icons.ts';

const icons = fileURLToPath(new URL('../../../build/icons', import.meta.url));

/** The width and height of a PNG, and whether it has an alpha channel. */
function png(bytes: Buffer) {
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), alpha: bytes[25] === 6 };
}
const square = (size: number) => ({ width: size, height: size, alpha: true });

describe('the icons', () => {
  test('are of the sizes that their names say, and see-through at their corners', () => {
    const names = readdirSync(join(icons, 'png'));
    expect(names.length).toBe(10);
    for (const name of names) {
      expect(png(readFileSync(join(icons, 'png', name)))).toEqual(square(Number(name.split('x')[0])));
    }
  });

  test('of Windows are one picture a size, as its directory says', () => {
    const ico = readFileSync(join(icons, 'icon.ico'));
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
    const sizes = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const entry = 6 + 16 * index;
      const [length, offset] = [ico.readUInt32LE(entry + 8), ico.readUInt32LE(entry + 12)];
      const size = ico[entry] || 256;
      expect(png(ico.subarray(offset, offset + length))).toEqual(square(size));
      return size;
    });
    expect(sizes).toEqual([16, 24, 32, 48, 64, 128, 256]);
  });

  test('of macOS are of the sizes that their types stand for, to its last byte', () => {
    const icns = readFileSync(join(icons, 'icon.icns'));
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
    const found: Record<string, number> = {};
    for (let at = 8; at < icns.length; ) {
      const [type, length] = [icns.toString('latin1', at, at + 4), icns.readUInt32BE(at + 4)];
      found[type] = png(icns.subarray(at + 8, at + length)).width;
      at += length;
    }
    // Apple's names: ic11 to ic14 are 16, 32, 128 and 256 points on screens of twice the density.
    expect(found).toEqual({
      icp4: 16,
      icp5: 32,
      ic11: 32,
      ic12: 64,
      ic07: 128,
      ic13: 256,
      ic08: 256,
      ic14: 512,
      ic09: 512,
      ic10: 1024,
    });
  });

  test('of the tray are 16 pixels, and 32 for dense screens', () => {
    for (const { once, twice } of Object.values(trayIcons)) {
      const [a, b] = [once, twice].map((url) => png(Buffer.from(url.split(',')[1] ?? '', 'base64')));
      expect([a, b]).toEqual([square(16), square(32)]);
    }
    expect(new Set(Object.values(trayIcons).map(({ twice }) => twice)).size).toBe(4);
  });
});
