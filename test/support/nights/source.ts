import * as fs from 'node:fs';
import type { Seeded } from '../fleet/seeded.ts';
import { bytes } from './bytes.ts';

export interface Listing {
  files: string[];
  folders: string[];
  symlinks: string[];
  others: string[];
}

/**
 * A customer's folder that changes from night to night. Paths are latin1 strings below the root, one character a byte.
 * Every content written gets a modification time of its own: two files of one size and one time that change places
 * can't be told apart by anyone who doesn't read them, and that is no fault of the program under test.
 */
export class Source {
  readonly root: string;
  readonly chance: Seeded;
  #listing: Listing | undefined;
  #times = new Set<number>();

  constructor(root: string, chance: Seeded) {
    this.root = root;
    this.chance = chance;
    fs.mkdirSync(bytes(root), { recursive: true });
  }

  at(path: string): string {
    return path === '.' ? this.root : `${this.root}/${path}`;
  }

  /** All that lies below the root, parents first. The root is among the folders, as `.`. */
  get listing(): Listing {
    this.#listing ??= list(this.root);
    return this.#listing;
  }

  /** To be called by whatever adds, removes or renames. */
  changed(): void {
    this.#listing = undefined;
  }

  stat(path: string): fs.Stats | undefined {
    try {
      return fs.lstatSync(bytes(this.at(path)), { throwIfNoEntry: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
      throw error;
    }
  }

  /** Writes content in place, with a time of its own. */
  write(path: string, content: Buffer): void {
    fs.writeFileSync(bytes(this.at(path)), content);
    this.date(path, this.time());
    this.changed();
  }

  /** Sets the modification time, a multiple of 1/1024 s, which survives as a number without loss. */
  date(path: string, time: number): void {
    fs.lutimesSync(bytes(this.at(path)), time, time);
  }

  /** A time that nothing else here has; in a given second, or anywhere in forty years. */
  time(second?: number): number {
    for (;;) {
      const whole = second ?? this.chance.between(946_684_800, 2_208_988_800);
      const time = whole + this.chance.between(1, 1023) / 1024;
      if (this.#times.has(time)) continue;
      this.#times.add(time);
      return time;
    }
  }

  /** A path in some folder that nothing lies at, or undefined where the name is taken or the path would be too long. */
  free(name: string, folder: string = this.chance.pick(this.listing.folders)): string | undefined {
    const path = folder === '.' ? name : `${folder}/${name}`;
    return path.length < 3000 && this.stat(path) === undefined ? path : undefined;
  }
}

function list(root: string): Listing {
  const listing: Listing = { files: [], folders: ['.'], symlinks: [], others: [] };
  const visit = (folder: string) => {
    const names = fs.readdirSync(bytes(folder === '.' ? root : `${root}/${folder}`), {
      encoding: 'buffer',
      withFileTypes: true,
    });
    for (const entry of names.sort((a, b) => Buffer.compare(a.name, b.name))) {
      const name = entry.name.toString('latin1');
      const path = folder === '.' ? name : `${folder}/${name}`;
      if (entry.isDirectory()) {
        listing.folders.push(path);
        visit(path);
      } else if (entry.isFile()) listing.files.push(path);
      else if (entry.isSymbolicLink()) listing.symlinks.push(path);
      else listing.others.push(path);
    }
  };
  visit('.');
  return listing;
}
