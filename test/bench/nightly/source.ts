import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { seeded } from './random.ts';

/** Shares of the files to which a day does something. */
const day = { changed: 0.01, chmodded: 0.005, added: 0.002, gone: 0.002 };

const FILES_A_FOLDER = 25;
const FOLDERS_A_FOLDER = 40;
const isRoot = process.getuid?.() === 0;

/**
 * The customers' files: small ones, 25 a folder, as mail and web sites are. The same seed gives the same tree and the
 * same days.
 */
export class Source {
  readonly root: string;
  #random: () => number;
  #files: string[] = [];
  #made = new Set<string>();
  #next = 0;
  #text: Buffer;

  constructor(root: string, count: number, seed: number) {
    this.root = root;
    this.#random = seeded(seed);
    this.#text = Buffer.from(Array.from({ length: 8192 }, () => 32 + Math.floor(this.#random() * 94)));
    while (this.#files.length < count) this.#add();
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
    times(day.added, () => this.#add());
    times(day.gone, () => this.#remove());
  }

  #any(): string {
    return this.#files[Math.floor(this.#random() * this.#files.length)] as string;
  }

  #add(): void {
    const number = this.#next++;
    const folder = Math.floor(number / FILES_A_FOLDER);
    // Later days add to folders that have been there for long, as well as to new ones.
    const path = `${this.root}/customer${Math.floor(folder / FOLDERS_A_FOLDER)}/folder${folder % FOLDERS_A_FOLDER}/file${number}.txt`;
    if (!this.#made.has(dirname(path))) fs.mkdirSync(dirname(path), { recursive: true });
    this.#made.add(dirname(path));
    const from = Math.floor(this.#random() * 4096);
    fs.writeFileSync(path, this.#text.subarray(from, from + 100 + Math.floor(this.#random() * 3900)));
    if (isRoot) fs.chownSync(path, 1000 + Math.floor(folder / FOLDERS_A_FOLDER), 1000);
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
