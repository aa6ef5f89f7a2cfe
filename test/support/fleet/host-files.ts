import { writeEtc } from './content/system.ts';
import { CustomerFiles } from './customer.ts';
import type { Layout } from './layout.ts';
import { type CustomerPlan, type HostPlan, troubles } from './plan.ts';
import { seeded } from './seeded.ts';
import { Tree } from './tree.ts';

/** backup.config as staff have written it over the years: comments, an empty line, the format of the old script. */
export function configText(layout: Layout, host: HostPlan): string {
  const own = host.ownEntries.map((entry) => `${layout.root(host.name)}/${entry}`);
  const of = ({ folder, entries }: CustomerPlan) => entries.map((entry) => layout.entry(host, folder, entry));
  const lines = [...own, ...host.customers.flatMap(of)].map((path) => `## ENTRY ${path}`);
  return ['#!/bin/sh', `backupdir=${layout.backupdir(host)}`, `server=${host.server}`, '', ...lines, ''].join('\n');
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

  /** All that is there on the day before the first night. */
  write(at: Date): void {
    this.#tree.at = at;
    const chance = seeded(this.#host.name);
    writeEtc(this.#tree, 'etc', chance, 'support');
    this.#tree.file(this.#host.configPath, configText(this.#layout, this.#host));
    this.#tree.file(this.#host.configPath.replace('backup.config', 'postboot'), `#!/bin/sh\n# ${chance.words(6)}\n`, {
      mode: 0o755,
    });
    for (const customer of this.#customers) customer.write();
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
