import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './temp-folder.ts';

/** A folder as the build leaves the renderer, with what must not be served beside it and inside it. */
export function pageFolder(): string {
  const outer = tempFolder();
  const folder = join(outer, 'renderer');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  mkdirSync(join(outer, 'renderer-secret'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Nightkeep</title>');
  writeFileSync(join(folder, 'assets', 'index.js'), 'export {};');
  writeFileSync(join(folder, 'assets', 'style.css'), ':root {}');
  writeFileSync(join(folder, 'assets', 'noext'), 'no');
  writeFileSync(join(outer, 'secret.js'), 'secret');
  writeFileSync(join(outer, 'renderer-secret', 'a.js'), 'secret');
  symlinkSync(join(outer, 'secret.js'), join(folder, 'assets', 'link.js'));
  symlinkSync(join(outer, 'renderer-secret'), join(folder, 'linked'));
  symlinkSync('index.js', join(folder, 'assets', 'inside.js'));
  return folder;
}
