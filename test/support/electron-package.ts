import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const { version } = JSON.parse(readFileSync(join(modules, 'electron', 'package.json'), 'utf8'));
const archiveName = `electron-v${version}-${process.platform}-${process.arch}.zip`;

export interface ElectronPackage {
  /** The package with its real installer, whose program is a shell script of this test. */
  folder: string;
  /** What its download site would answer. */
  archive: Buffer;
}

/** Electron's package as npm brings it, but for the checksum of a program that says what it is told to. */
export function electronPackage(parent: string, program: string): ElectronPackage {
  const folder = join(parent, 'node_modules', 'electron');
  mkdirSync(join(parent, 'node_modules'), { recursive: true });
  cpSync(join(modules, 'electron'), folder, {
    recursive: true,
    filter: (path) => !/[\\/]electron[\\/](dist|path\.txt)/.test(path),
  });
  for (const scope of ['@electron', '@electron-internal'])
    symlinkSync(join(modules, scope), join(parent, 'node_modules', scope));
  const content = join(parent, 'content');
  mkdirSync(content);
  writeFileSync(join(content, 'electron'), program);
  chmodSync(join(content, 'electron'), 0o755);
  writeFileSync(join(content, 'version'), version);
  const path = join(parent, archiveName);
  execFileSync('bsdtar', ['--format', 'zip', '-C', content, '-cf', path, 'electron', 'version']);
  const archive = readFileSync(path);
  const checksum = createHash('sha256').update(archive).digest('hex');
  writeFileSync(join(folder, 'checksums.json'), JSON.stringify({ [archiveName]: checksum }));
  return { folder, archive };
}

/** Takes the place of the download site until the test ends; gives the paths it was asked for. */
export async function downloadSite(parent: string, answer: RequestListener): Promise<string[]> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${port}/`);
  vi.stubEnv('electron_config_cache', join(parent, 'cache'));
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  onTestFinished(() => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    server.close();
  });
  return asked;
}
