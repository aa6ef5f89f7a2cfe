import { deliver, writeMaildir } from './content/mail.ts';
import { writeNasty } from './content/nasty.ts';
import { dump, logLine, writeEtc, writeLocal, writeLogs } from './content/system.ts';
import { webFile, writeSite } from './content/web.ts';
import type { CustomerPlan, HostPlan } from './plan.ts';
import { type Seeded, seeded } from './seeded.ts';
import { annasNight, writeAnnasSite } from './story.ts';
import type { Tree } from './tree.ts';

const WWW = 80;

/** A customer's files, which grow, come, go and change mode from one night to the next. */
export class CustomerFiles {
  readonly root: string;
  readonly #tree: Tree;
  readonly #plan: CustomerPlan;
  readonly #isJail: boolean;
  readonly #chance: Seeded;
  readonly #owner: number;
  #site: string[] = [];
  #mail: string[] = [];
  #count: number;

  constructor(host: HostPlan, plan: CustomerPlan, tree: Tree, files: number) {
    this.root = `${host.customersAt}/${plan.folder}`;
    this.#tree = tree;
    this.#plan = plan;
    this.#isJail = host.system === 'FreeBSD';
    this.#chance = seeded(plan.id);
    this.#owner = 1000 + (Number(plan.id.slice(-3)) % 500);
    this.#count = files;
  }

  get #home() {
    return `${this.root}/${this.#isJail ? 'usr/home' : 'home'}/${this.#plan.user}`;
  }

  get #siteFolder() {
    return `${this.root}/${this.#isJail ? 'www' : 'var/www'}`;
  }

  /** All files as they were before the first night. */
  write(): void {
    const { root } = this;
    const tree = this.#tree;
    const { user } = this.#plan;
    writeEtc(tree, `${root}/etc`, this.#chance, user);
    writeLogs(tree, `${root}/var/log`, this.#chance);
    writeLocal(tree, `${root}/usr/local`, this.#chance);
    tree.file(`${root}/root/.profile`, 'PATH=/sbin:/bin:/usr/sbin:/usr/bin\n');
    tree.file(`${root}/root/notes.txt`, this.#chance.prose(900), { mode: 0o600 });
    if (this.#isJail) tree.symlink(`${root}/home`, 'usr/home');
    tree.folder(this.#home, { owner: this.#owner, mode: 0o755 });
    const inSite = Math.floor(this.#count * 0.6);
    this.#site = writeSite(tree, this.#siteFolder, this.#chance, Math.floor(inSite * 0.4), WWW);
    this.#site.push(
      ...writeSite(tree, `${this.#home}/public_html`, this.#chance, Math.ceil(inSite * 0.6), this.#owner),
    );
    this.#mail = writeMaildir(
      tree,
      `${this.#home}/Maildir`,
      this.#chance,
      Math.floor(this.#count * 0.35),
      user,
      this.#owner,
    );
    if (this.#isJail) this.#spool();
    this.#dump(0);
    if (user === 'anna') {
      writeAnnasSite(tree, `${this.#home}/www`, this.#owner);
      writeNasty(tree, `${root}/root/kept as they came`);
    }
  }

  /** What happens in the day before night `night` (1 is the second one). */
  live(night: number): void {
    const chance = this.#chance;
    const tree = this.#tree;
    const share = (part: number) => Math.ceil(this.#site.length * part);
    for (const name of chance.some(this.#site, share(0.01)))
      tree.file(name, webFile(chance, night).content, { owner: WWW });
    for (const name of chance.some(this.#site, share(0.005))) tree.chmod(name, chance.pick([0o600, 0o640, 0o664]));
    const gone = new Set(chance.some(this.#site, share(0.003)));
    for (const name of gone) tree.remove(name);
    this.#site = this.#site.filter((name) => !gone.has(name));
    for (let number = 0; number < share(0.004); number++) {
      const { name, content } = webFile(chance, 10_000 * night + number);
      tree.file(`${this.#home}/public_html/${name}`, content, { owner: this.#owner });
      this.#site.push(`${this.#home}/public_html/${name}`);
    }
    this.#mails(night);
    for (const log of ['messages', 'maillog', 'httpd-access.log']) {
      tree.append(`${this.root}/var/log/${log}`, Array.from({ length: 12 }, () => logLine(tree, chance)).join(''));
    }
    this.#dump(night);
    if (this.#plan.user === 'anna') annasNight(tree, `${this.#home}/www`, night, this.#owner);
  }

  /** Loses an entry, as after `rm -rf` in the wrong place. */
  lose(entry: string): void {
    const prefix = `${this.root}/${entry}/`;
    this.#tree.remove(`${this.root}/${entry}`);
    this.#site = this.#site.filter((name) => !name.startsWith(prefix));
    this.#mail = this.#mail.filter((name) => !name.startsWith(prefix));
  }

  /** Loses nearly all below an entry, as when a disk is not mounted or a site was broken into. */
  loseMost(entry: string): void {
    const prefix = `${this.root}/${entry}/`;
    const doomed = [...this.#site, ...this.#mail].filter((name) => name.startsWith(prefix));
    const gone = new Set(doomed.slice(Math.ceil(doomed.length * 0.04)));
    for (const name of gone) this.#tree.remove(name);
    this.#site = this.#site.filter((name) => !gone.has(name));
    this.#mail = this.#mail.filter((name) => !gone.has(name));
  }

  /** Mail is delivered, and what lay in new/ has been read, which renames it. */
  #mails(night: number): void {
    const chance = this.#chance;
    const box = `${this.#home}/Maildir`;
    this.#mail = this.#mail.map((name) => {
      if (!name.includes('/new/')) return name;
      const read = `${name.replace('/new/', '/cur/')}:2,S`;
      this.#tree.rename(name, read);
      return read;
    });
    for (let number = 0; number < chance.between(1, 8); number++) {
      this.#mail.push(deliver(this.#tree, box, chance, this.#plan.user, this.#owner, 10_000 * night + number));
    }
  }

  #spool(): void {
    const spool = `${this.root}/var/spool/postfix`;
    for (const queue of ['active', 'deferred', 'incoming', 'maildrop'])
      this.#tree.folder(`${spool}/${queue}`, { mode: 0o700 });
    this.#tree.file(`${spool}/deferred/3F2A1B0C9D`, this.#chance.prose(1500), { mode: 0o700 });
  }

  #dump(night: number): void {
    const rows = Math.min(4000, 200 + this.#count) + night * 40;
    this.#tree.file(`${this.#home}/backups/orders.sql`, dump(seeded(`${this.#plan.id} dump`), rows), {
      mode: 0o600,
      owner: this.#owner,
    });
  }
}
