import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';

/** Where Electron's program keeps its fuses: after this text, their version, their number and a character each. */
const FUSE_WIRE = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** As Electron is delivered: runs as node and takes its options, loads an app from anywhere. */
const AS_DELIVERED = '101100101';

/** A folder in place of Electron's own, with the parts of it that packaging reads, moves or changes. */
export async function electronDist(folder: string, version: string): Promise<string> {
  const dist = join(folder, 'electron-dist');
  for (const path of ['locales', 'resources']) mkdirSync(join(dist, path), { recursive: true });
  const fuses = Buffer.concat([
    Buffer.from(FUSE_WIRE),
    Buffer.from([1, AS_DELIVERED.length]),
    Buffer.from(AS_DELIVERED),
  ]);
  const program = Buffer.concat([
    Buffer.from('\x7fELF in place of Electron'),
    Buffer.alloc(10_000),
    fuses,
    Buffer.alloc(99),
  ]);
  writeFileSync(join(dist, 'electron'), program, { mode: 0o755 });
  writeFileSync(join(dist, 'chrome-sandbox'), 'sandbox helper', { mode: 0o755 });
  writeFileSync(join(dist, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'icudtl.dat', 'locales/de.pak', 'locales/en-US.pak'])
    writeFileSync(join(dist, name), name);
  const app = join(folder, 'default-app');
  mkdirSync(app);
  writeFileSync(join(app, 'main.js'), 'throw new Error("the app of Electron itself was started");');
  await createPackage(app, join(dist, 'resources', 'default_app.asar'));
  return dist;
}
