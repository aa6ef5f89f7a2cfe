import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, Platform } from 'electron-builder';
import { inRoot } from '../paths.mjs';
import { builderConfig } from './builder-config.mjs';
import { debPackage, rpmPackage } from './linux-packages.mjs';

/** Who makes which: electron-builder, or on Linux the tools that the system itself has for its packages. */
const makers = {
  linux: { builder: ['AppImage'], own: { deb: debPackage, rpm: rpmPackage } },
  darwin: { builder: ['dmg', 'zip'], own: {} },
  win32: { builder: ['nsis'], own: {} },
};

/**
 * Makes the packages `wanted`, by default all of this system's. Gives their paths. Throws where one is wanted that this
 * system can't make, or that fails.
 */
export async function makePackages({ electronDist, output, wanted, feed }) {
  const { builder, own } = makers[process.platform] ?? { builder: [], own: {} };
  const all = [...builder, ...Object.keys(own)];
  const unknown = wanted.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`No ${unknown.join(', ')} can be made here, but: ${all.join(', ')}.`);
  const isWanted = (name) => wanted.length === 0 || wanted.includes(name);

  const targets = builder.filter(isWanted);
  const platform = Platform.fromString({ darwin: 'mac', win32: 'windows' }[process.platform] ?? 'linux');
  const made = await build({
    // `dir` is the unpacked app, which our own makers take.
    targets: platform.createTarget(targets.length > 0 ? targets : ['dir']),
    config: builderConfig({ electronDist, output, feed }),
    projectDir: inRoot(),
    publish: 'never',
  });
  const unpacked = join(output, process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`);
  const metadata = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  for (const [name, make] of Object.entries(own)) {
    if (isWanted(name)) made.push(await make({ unpacked, output, metadata }));
  }
  return made;
}
