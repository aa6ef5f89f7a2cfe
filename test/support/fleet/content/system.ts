import type { Seeded } from '../seeded.ts';
import type { Tree } from '../tree.ts';

const files: Record<string, (chance: Seeded, user: string) => string> = {
  passwd: (_, user) => `root:*:0:0:Charlie &:/root:/bin/csh\n${user}:*:1001:1001:${user}:/home/${user}:/bin/sh\n`,
  group: (_, user) => `wheel:*:0:root,${user}\nwww:*:80:\n`,
  hosts: () => '127.0.0.1 localhost\n::1 localhost\n',
  'resolv.conf': () => 'nameserver 69.55.225.225\n',
  'rc.conf': (chance) => `sshd_enable="YES"\napache22_enable="YES"\n# ${chance.words(5)}\n`,
  crontab: () => '0 4 * * * root periodic daily\n',
  'ssh/sshd_config': () => 'PermitRootLogin no\nSubsystem sftp /usr/libexec/sftp-server\n',
  'mail/aliases': (_, user) => `postmaster: root\nroot: ${user}\n`,
  'newsyslog.conf': () => '/var/log/messages 644 5 100 @0101T JC\n',
};

/** /etc as every machine has one; master.passwd is readable by its owner alone. */
export function writeEtc(tree: Tree, folder: string, chance: Seeded, user: string): void {
  for (const [name, make] of Object.entries(files)) tree.file(`${folder}/${name}`, make(chance, user));
  tree.file(`${folder}/master.passwd`, `root:$2a$04$${chance.words(1)}:0:0::0:0::/root:/bin/csh\n`, { mode: 0o600 });
  tree.symlink(`${folder}/localtime`, '/usr/share/zoneinfo/America/Los_Angeles');
  for (let number = 0; number < 12; number++) {
    tree.file(`${folder}/periodic/daily/${100 + number * 10}.${chance.words(1)}`, `#!/bin/sh\n# ${chance.words(8)}\n`, {
      mode: 0o755,
    });
  }
}

export const logLine = (tree: Tree, chance: Seeded) =>
  `69.55.${chance.between(1, 254)}.${chance.between(1, 254)} - - [${tree.at.toISOString()}] "GET /${chance.words(2).replace(' ', '/')} HTTP/1.1" 200 ${chance.between(100, 9000)}\n`;

export function writeLogs(tree: Tree, folder: string, chance: Seeded): void {
  for (const name of ['messages', 'maillog', 'httpd-access.log', 'httpd-error.log', 'auth.log']) {
    const lines = Array.from({ length: chance.between(20, 80) }, () => logLine(tree, chance));
    tree.file(`${folder}/${name}`, lines.join(''), { mode: name === 'auth.log' ? 0o600 : 0o644 });
    for (let old = 0; old < 3; old++)
      tree.file(`${folder}/${name}.${old}.bz2`, chance.noise(chance.between(500, 3000)));
  }
}

/** A dump of a database: text that grows from one night to the next. */
export function dump(chance: Seeded, rows: number): string {
  const head = '-- MySQL dump 10.13\nCREATE TABLE `orders` (`id` int, `what` text);\n';
  const row = (number: number) => `INSERT INTO \`orders\` VALUES (${number},'${chance.words(3)}');\n`;
  return head + Array.from({ length: rows }, (_, number) => row(number)).join('');
}

export function writeLocal(tree: Tree, folder: string, chance: Seeded): void {
  for (let number = 0; number < 15; number++) {
    tree.file(`${folder}/etc/${chance.words(1)}-${number}.conf`, `# ${chance.words(6)}\n${chance.prose(300)}`);
    tree.file(`${folder}/bin/${chance.words(1)}-${number}`, `#!/bin/sh\n${chance.prose(200)}`, { mode: 0o755 });
  }
}
