import * as fs from 'node:fs';
import { seeded } from './random.ts';

/** Shares of the files to which a day does something. */
const day = { changed: 0.01, chmodded: 0.005, added: 0.002, gone: 0.002 };

const FILES_A_FOLDER = 25;
const FOLDERS_A_FOLDER = 40;
const ENTRIES_A_CUSTOMER = 7;
const isRoot = process.getuid?.() === 0;

/**
 * The customers' files: small ones, 25 a folder, as mail and web sites are. The same seed gives the same tree and the
 * same days.
 */
export class Source {
  readonly root: string;
  readonly entries: readonly string[];
  #random: () => number;
  #files: string[] = [];
  #made = new Set<string>();
  #next = 0;
  #text: Buffer;

  /** `entries`: how many directories are to be backed up, each by itself; 1 for the root as a whole. */
  constructor(root: string, count: number, entries: number, seed: number) {
    this.root = root;
    this.entries =
      entries === 1
        ? [root]
        : Array.from({ length: entries }, (_, at) => `${root}/cust${Math.floor(at / ENTRIES_A_CUSTOMER)}/dir${at}`);
    this.#random = seeded(seed);
    this.#text = Buffer.from(Array.from({ length: 8192 }, () => 32 + Math.floor(this.#random() * 94)));
    for (const entry of this.entries) fs.mkdirSync(entry, { recursive: true });
    while (this.#files.length < count) this.#add(Math.floor(this.#next / FILES_A_FOLDER));
  }

  get count(): number {
    return this.#files.length;
  }

  /** What happens until the next night. */
  live(): void {
    const count = this.#files.length;
    const times = (share: number, act: () => void) => {
      for (let left = Math.round(count * share); left > 0; left--) act();
    };
    times(day.changed, () => fs.appendFileSync(this.#any(), `${this.#random()}\n`));
    times(day.chmodded, () => this.#chmod(this.#any()));
    times(day.added, () => this.#add(Math.floor((this.#random() * this.#next) / FILES_A_FOLDER)));
    times(day.gone, () => this.#remove());
  }

  #any(): string {
    return this.#files[Math.floor(this.#random() * this.#files.length)] as string;
  }

  #add(folder: number): void {
    const customer = Math.floor(folder / FOLDERS_A_FOLDER);
    const entry = this.entries[folder % this.entries.length] as string;
    const parent =
      entry === this.root
        ? `${this.root}/customer${customer}/folder${folder % FOLDERS_A_FOLDER}`
        : `${entry}/folder${Math.floor(folder / this.entries.length)}`;
    if (!this.#made.has(parent)) fs.mkdirSync(parent, { recursive: true });
    this.#made.add(parent);
    const path = `${parent}/file${this.#next++}.txt`;
    const from = Math.floor(this.#random() * 4096);
    fs.writeFileSync(path, this.#text.subarray(from, from + 100 + Math.floor(this.#random() * 3900)));
    if (isRoot) fs.chownSync(path, 1000 + customer, 1000);
    this.#files.push(path);
  }

  #chmod(path: string): void {
    fs.chmodSync(path, (fs.statSync(path).mode & 0o777) === 0o644 ? 0o600 : 0o644);
  }

  #remove(): void {
    const at = Math.floor(this.#random() * this.#files.length);
    fs.unlinkSync(this.#files[at] as string);
    const last = this.#files.pop() as string;
    if (at < this.#files.length) this.#files[at] = last;
  }
}
