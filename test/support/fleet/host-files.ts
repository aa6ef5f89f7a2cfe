import { writeEtc } from './content/system.ts';
import { CustomerFiles } from './customer.ts';
import type { Layout } from './layout.ts';
import { type CustomerPlan, type HostPlan, troubles } from './plan.ts';
import { seeded } from './seeded.ts';
import { Tree } from './tree.ts';

/** backup.config as staff have written it over the years: comments, an empty line, the format of the old script. */
export function configText(layout: Layout, host: HostPlan, backupdir = layout.backupdir(host)): string {
  const own = host.ownEntries.map((entry) => `${layout.root(host.name)}/${entry}`);
  const of = ({ folder, entries }: CustomerPlan) => entries.map((entry) => layout.entry(host, folder, entry));
  const lines = [...own, ...host.customers.flatMap(of)].map((path) => `## ENTRY ${path}`);
  return ['#!/bin/sh', `backupdir=${backupdir}`, `server=${host.server}`, '', ...lines, ''].join('\n');
}

/** One host's files: its own and its customers'. */
export class HostFiles {
  readonly #layout: Layout;
  readonly #host: HostPlan;
  readonly #tree: Tree;
  readonly #customers: CustomerFiles[];

  constructor(layout: Layout, host: HostPlan, filesPerCustomer: number) {
    this.#layout = layout;
    this.#host = host;
    this.#tree = new Tree(layout.root(host.name), new Date(0));
    this.#customers = host.customers.map((plan) => new CustomerFiles(host, plan, this.#tree, filesPerCustomer));
  }

  /** What the app looks at before any night: the host's own files, its config, and its customers' folders, still empty. */
  outline(at: Date): void {
    this.#tree.at = at;
    const chance = seeded(this.#host.name);
    writeEtc(this.#tree, 'etc', chance, 'support');
    this.#tree.file(this.#host.configPath, configText(this.#layout, this.#host));
    this.#tree.file(this.#host.configPath.replace('backup.config', 'postboot'), `#!/bin/sh\n# ${chance.words(6)}\n`, {
      mode: 0o755,
    });
    this.#writeSystem();
    for (const { root } of this.#customers) this.#tree.folder(root);
  }

  /** The customers' files: then all is there that was on the day before the first night. */
  fill(): void {
    for (const customer of this.#customers) customer.write();
  }

  /** What the probe looks at, and where the schedule goes: a file on FreeBSD, a folder on Linux. */
  #writeSystem(): void {
    const { name, system, configPath, minute, oldScript } = this.#host;
    const pretty = system === 'FreeBSD' ? 'FreeBSD 14.1-RELEASE' : 'Debian GNU/Linux 12 (bookworm)';
    this.#tree.file('etc/os-release', `NAME=${system}\nPRETTY_NAME="${pretty}"\n`);
    const script = `${this.#layout.root(name)}/${configPath.replace('backup.config', 'backup')}`;
    const line = `${minute % 60} ${Math.floor(minute / 60)} * * * root ${script}\n`;
    this.#tree.file('etc/crontab', `# /etc/crontab\n0 4 * * * root periodic daily\n${oldScript ? line : ''}`);
    if (system === 'Linux') this.#tree.folder('etc/cron.d');
  }

  /** The day before night `night` (1 is the second one). */
  live(night: number, at: Date): void {
    this.#tree.at = at;
    for (const [place, customer] of this.#customers.entries()) {
      const { id } = this.#host.customers[place] as CustomerPlan;
      customer.live(night);
      if (id === troubles.missing.customer && night === troubles.missing.fromNight)
        customer.lose(troubles.missing.entry);
      if (id === troubles.collapse.customer && night === troubles.collapse.night) {
        customer.loseMost(troubles.collapse.entry);
      }
    }
  }
}
