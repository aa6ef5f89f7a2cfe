// node build/icons.mjs: draws the icons of build/icons/ and of the tray from their SVG sources, by Chromium. What it makes
// is in the repository, so that packaging needs no browser.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { icnsOf, icoOf } from './icons/containers.mjs';
import { inRoot } from './paths.mjs';
import { setUp } from './setup.mjs';

await setUp('start', 'browser');
const { chromium } = await import('@playwright/test');
const { launchOptions } = await import('../test/e2e/browser.ts');

/** Up to this size, in pixels, only the moon can be told. */
const SMALL = 32;
const sizes = [16, 24, 32, 48, 64, 96, 128, 256, 512, 1024];

const source = (name) => readFileSync(inRoot('build', 'icons', name), 'utf8');
const browser = await chromium.launch(launchOptions);
const page = await browser.newPage();

/** An SVG as PNG, on nothing. */
async function draw(svg, size) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<body style="margin:0">${svg.replace('<svg', `<svg width="${size}" height="${size}"`)}</body>`,
  );
  return await page.screenshot({ omitBackground: true });
}

const pictures = new Map();
for (const size of sizes) pictures.set(size, await draw(source(size <= SMALL ? 'icon-small.svg' : 'icon.svg'), size));

mkdirSync(inRoot('build', 'icons', 'png'), { recursive: true });
for (const [size, png] of pictures) writeFileSync(inRoot('build', 'icons', 'png', `${size}x${size}.png`), png);
writeFileSync(inRoot('build', 'icons', 'icon.ico'), icoOf(pictures));
writeFileSync(inRoot('build', 'icons', 'icon.icns'), icnsOf(pictures));

/** Two sizes each: an ordinary screen's, and one of twice the density. */
async function tray(classes) {
  const svg = source('tray.svg').replace('<g id="tray">', `<g id="tray" class="${classes}">`);
  const [once, twice] = [await draw(svg, 16), await draw(svg, 32)].map(
    (png) => `'data:image/png;base64,${png.toString('base64')}'`,
  );
  return `{\n    once: ${once},\n    twice: ${twice},\n  }`;
}

writeFileSync(
  inRoot('src-main', 'shells', 'electron', 'tray-icons.ts'),
  `/**
 * Drawn by build/icons.mjs from build/icons/tray.svg. In the source, so that the tray needs no file to be found in the
 * package. The template ones are for macOS, which colours them as its menu bar is.
 */
export const trayIcons = {
  calm: ${await tray('')},
  open: ${await tray('open')},
  calmTemplate: ${await tray('template')},
  openTemplate: ${await tray('template open')},
} as const;
`,
);
await browser.close();
