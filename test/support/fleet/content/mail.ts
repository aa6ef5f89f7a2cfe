import type { Seeded } from '../seeded.ts';
import type { Tree } from '../tree.ts';

const message = (tree: Tree, chance: Seeded, user: string) =>
  [
    `From: ${chance.words(1)}@example.net`,
    `To: ${user}@example.com`,
    `Date: ${tree.at.toUTCString()}`,
    `Subject: ${chance.words(4)}`,
    `Message-Id: <${Math.floor(chance.next() * 1e12)}@example.net>`,
    '',
    chance.prose(chance.between(200, 2200)),
  ].join('\n');

/** A maildir's name for a message: time, a number that is unique in the folder, host. */
const unique = (tree: Tree, number: number) => `${Math.floor(tree.at.getTime() / 1000)}.M${number}P77.mail`;

/** A new message in `new/`, as a mail server leaves it. */
export function deliver(
  tree: Tree,
  maildir: string,
  chance: Seeded,
  user: string,
  owner: number,
  number: number,
): string {
  const name = `${maildir}/new/${unique(tree, number)}`;
  tree.file(name, message(tree, chance, user), { mode: 0o600, owner });
  return name;
}

/** A mailbox of so many read messages; gives their names. */
export function writeMaildir(tree: Tree, maildir: string, chance: Seeded, count: number, user: string, owner: number) {
  for (const folder of ['', '/cur', '/new', '/tmp']) tree.folder(`${maildir}${folder}`, { mode: 0o700, owner });
  const folders = ['', '/.Sent', '/.Archive.2012'];
  return Array.from({ length: count }, (_, number) => {
    const name = `${maildir}${chance.pick(folders)}/cur/${unique(tree, number)}:2,S`;
    tree.file(name, message(tree, chance, user), { mode: 0o600, owner });
    return name;
  });
}
