import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import debian from 'electron-installer-debian';
import redhat from 'electron-installer-redhat';
import { inRoot } from '../paths.mjs';
import { PROTOCOL } from './builder-config.mjs';

const debArchs = { x64: 'amd64', arm64: 'arm64' };
const rpmArchs = { x64: 'x86_64', arm64: 'aarch64' };

const icons = () => {
  const folder = inRoot('build', 'icons', 'png');
  return Object.fromEntries(readdirSync(folder).map((name) => [name.replace('.png', ''), join(folder, name)]));
};

/** What both kinds say of the app; `unpacked` is the app as electron-builder left it. */
const common = ({ unpacked, output, metadata }) => ({
  src: unpacked,
  dest: output,
  options: {
    name: 'nightkeep',
    productName: 'Nightkeep',
    genericName: 'Backups',
    bin: 'nightkeep',
    version: metadata.version,
    description: 'Backups of hosted customers',
    productDescription: metadata.description,
    license: metadata.license,
    homepage: metadata.homepage,
    icon: icons(),
    categories: ['System', 'Utility'],
    mimeType: [`x-scheme-handler/${PROTOCOL}`],
  },
});

/** The path of the Debian package, made by dpkg-deb. */
export async function debPackage(parts) {
  const { options, ...places } = common(parts);
  const made = await debian({
    ...places,
    arch: debArchs[process.arch],
    options: { ...options, maintainer: parts.metadata.author, section: 'admin', recommends: ['openssh-client'] },
  });
  return made.packagePaths[0];
}

/** The path of the RPM, made by rpmbuild, whose copy of the app loses the mode of the sandbox's helper. */
export async function rpmPackage(parts) {
  const { options, ...places } = common(parts);
  const scripts = { post: inRoot('build', 'package', 'rpm-post.sh') };
  const made = await redhat({ ...places, arch: rpmArchs[process.arch], options: { ...options, scripts } });
  return made.packagePaths[0];
}
