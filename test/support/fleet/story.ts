import { seeded } from './seeded.ts';
import type { Tree } from './tree.ts';

/**
 * The site of customer col00214, which the README, the screenshots and the main end-to-end test tell of. What happens
 * in which night is fixed: the second night changes the page and the database, the third nothing, the fourth the
 * pictures, and cgi-bin goes.
 */
export const annasSite = 'usr/home/anna/www';

const versionOf: Record<string, readonly (string | undefined)[]> = {
  'index.html': ['A', 'B', 'B', 'C', 'C', 'C', 'C'],
  'orders.db': ['A', 'B', 'B', 'C', 'D', 'D', 'E'],
  'style.css': [undefined, 'A', 'A', 'A', 'A', 'A', 'A'],
  'robots.txt': ['A', 'A', 'A', 'A', 'A', 'A', 'A'],
};
const PICTURES = 24;

/** What a file holds in a night, or undefined where it is not there. */
export function annasFile(name: string, night: number): Buffer | undefined {
  const version = versionOf[name]?.[night];
  if (!version) return undefined;
  const chance = seeded(`anna ${name} ${version}`);
  if (name === 'orders.db') return Buffer.concat([Buffer.from('SQLite format 3\0'), chance.noise(600_000)]);
  if (name === 'robots.txt') return Buffer.from('User-agent: *\nDisallow: /cgi-bin/\n');
  return Buffer.from(`<!-- version ${version} -->\n${chance.prose(6000)}`);
}

export function writeAnnasSite(tree: Tree, folder: string, owner: number): void {
  for (const name of Object.keys(versionOf)) writeVersion(tree, folder, name, 0, owner);
  const chance = seeded('anna pictures');
  for (let number = 0; number < PICTURES; number++) {
    tree.file(`${folder}/images/garden-${number}.jpg`, chance.noise(30_000), { owner });
  }
  for (const name of ['contact.pl', 'guestbook.pl']) {
    tree.file(`${folder}/cgi-bin/${name}`, `#!/usr/bin/perl\n# ${chance.words(8)}\n`, { mode: 0o755, owner });
  }
}

export function annasNight(tree: Tree, folder: string, night: number, owner: number): void {
  for (const [name, versions] of Object.entries(versionOf)) {
    if (versions[night] !== versions[night - 1]) writeVersion(tree, folder, name, night, owner);
  }
  if (night !== 3) return;
  const chance = seeded('anna new pictures');
  for (const number of [3, 4, 5]) tree.file(`${folder}/images/garden-${number}.jpg`, chance.noise(34_000), { owner });
  tree.remove(`${folder}/cgi-bin`);
}

function writeVersion(tree: Tree, folder: string, name: string, night: number, owner: number) {
  const content = annasFile(name, night);
  if (content) tree.file(`${folder}/${name}`, content, { owner });
}
