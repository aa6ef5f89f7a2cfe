/** The entry of an .ico: its size in pixels, 0 for 256, and where its picture lies. */
const ICO_ENTRY = 16;
const ICO_HEADER = 6;
const icoSizes = [16, 24, 32, 48, 64, 128, 256];

/** Windows' icon file, of PNGs by their size (the ICO format takes them since Windows Vista). */
export function icoOf(pictures) {
  const header = Buffer.alloc(ICO_HEADER);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(icoSizes.length, 4);
  let offset = ICO_HEADER + ICO_ENTRY * icoSizes.length;
  const entries = icoSizes.map((size) => {
    const png = pictures.get(size);
    const entry = Buffer.alloc(ICO_ENTRY);
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...icoSizes.map((size) => pictures.get(size))]);
}

/** macOS' names of the sizes that hold PNGs; some are the double of a smaller one. */
const icnsTypes = [
  ['icp4', 16],
  ['icp5', 32],
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
];

const block = (type, content) => {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
};

/** macOS' icon file, of PNGs by their size. */
export const icnsOf = (pictures) =>
  block('icns', Buffer.concat(icnsTypes.map(([type, size]) => block(type, pictures.get(size)))));
