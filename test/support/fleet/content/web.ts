import type { Seeded } from '../seeded.ts';
import type { Tree } from '../tree.ts';

const page = (chance: Seeded) =>
  `<!doctype html>\n<html><head><title>${chance.words(3)}</title></head>\n<body>\n<h1>${chance.words(4)}</h1>\n<p>${chance.prose(chance.between(300, 2500))}</p>\n</body></html>\n`;
const script = (chance: Seeded) =>
  `<?php\n// ${chance.words(6)}\nfunction ${chance.words(2).replace(' ', '_')}($order) {\n  return $order['${chance.words(1)}'] ?? null;\n}\n/*\n${chance.prose(chance.between(200, 1800))}*/\n`;
const style = (chance: Seeded) =>
  Array.from(
    { length: chance.between(5, 40) },
    () => `.${chance.words(1)} { margin: ${chance.between(0, 40)}px; }\n`,
  ).join('');

const kinds = [
  { ending: 'html', folder: 'pages', make: page },
  { ending: 'php', folder: 'wp-includes', make: script },
  { ending: 'php', folder: 'wp-content/plugins', make: script },
  { ending: 'css', folder: 'wp-content/themes', make: style },
  { ending: 'jpg', folder: 'wp-content/uploads', make: (chance: Seeded) => chance.noise(chance.between(800, 6000)) },
  { ending: 'png', folder: 'images', make: (chance: Seeded) => chance.noise(chance.between(200, 2500)) },
] as const;

/** One new file of a site: its name below the site, and what is in it. */
export function webFile(chance: Seeded, number: number): { name: string; content: string | Buffer } {
  const kind = chance.pick(kinds);
  const name = `${kind.folder}/${chance.words(1)}/${chance.words(2).replace(' ', '-')}-${number}.${kind.ending}`;
  return { name, content: kind.make(chance) };
}

/** A site of so many files in `folder`; gives their names. */
export function writeSite(tree: Tree, folder: string, chance: Seeded, count: number, owner: number): string[] {
  const names: string[] = [];
  for (let number = 0; number < count; number++) {
    const { name, content } = webFile(chance, number);
    names.push(`${folder}/${name}`);
    tree.file(`${folder}/${name}`, content, { owner });
  }
  tree.file(`${folder}/.htaccess`, 'Options -Indexes\nRewriteEngine On\n', { owner });
  tree.file(`${folder}/wp-config.php`, `<?php\ndefine('DB_PASSWORD', '${chance.words(2)}');\n`, { owner, mode: 0o640 });
  return names;
}
