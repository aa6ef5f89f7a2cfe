import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { seeded } from '../fleet/seeded.ts';
import { bytes } from './bytes.ts';
import type { Manifest } from './manifest.ts';
import { mutate, plant } from './mutate.ts';
import { Source } from './source.ts';

/** The entries of one host, each of a kind of its own. The paths are latin1, one character a byte. */
export const entries = {
  /** Much, with every kind of file. */
  home: '/home',
  /** Lies in home, and is copied with it. */
  nested: '/home/alice',
  etc: '/usr/local/etc',
  /** A path with all that shells, rsync and line readers take for theirs. */
  odd: '/srv/it\'s "odd" \\#012 $(x) * :-rf\xff/-data',
  /** A single file. */
  file: '/var/db/one file',
  /** Is not there on some nights, and with it what lies in it. */
  unmounted: '/mnt/unmounted',
  inside: '/mnt/unmounted/inside it',
  /** Turns into a symlink on some nights. */
  turned: '/mnt/turned',
  /** Loses all it has on some nights. */
  emptied: '/mnt/emptied',
  /** Was never there. */
  never: '/mnt/never',
} as const;

export type EntryName = keyof typeof entries;
export const allEntries: string[] = Object.values(entries);

/** A host whose entries come, go and change by the night. */
export class Estate {
  readonly root: string;
  readonly #seed: string;
  readonly #sources: Source[];

  constructor(root: string, seed: string) {
    this.root = root;
    this.#seed = seed;
    const source = (path: string, changes: number) => {
      const made = new Source(root + path, seeded(`${seed} ${path}`));
      plant(made, changes);
      return made;
    };
    this.#sources = [source(entries.home, 150), source(entries.etc, 20), source(entries.odd, 10)];
    for (const name of ['nested', 'unmounted', 'inside', 'turned', 'emptied'] as const) this.#fill(name);
    fs.mkdirSync(dirname(root + entries.file), { recursive: true });
    this.#writeFile(0);
  }

  /** What happens before the night of that number; a line for each thing, for the message of a test that fails. */
  change(night: number): string[] {
    for (const source of this.#sources) source.changed();
    const log: string[] = this.#sources.flatMap((source, index) => mutate(source, index === 0 ? 30 : 8));
    this.#writeFile(night);
    this.#toggle('unmounted', night % 5 === 3, 'missing');
    this.#toggle('turned', night % 6 === 4, 'symlink');
    this.#toggle('nested', night % 4 === 2, 'missing');
    if (night % 7 === 5) this.#empty('emptied');
    if (night % 7 === 6) this.#fill('emptied');
    return log;
  }

  #at(name: EntryName): string {
    return this.root + entries[name];
  }

  #fill(name: EntryName): void {
    fs.rmSync(this.#at(name), { recursive: true, force: true });
    plant(new Source(this.#at(name), seeded(`${this.#seed} ${name}`)), 10);
  }

  #empty(name: EntryName): void {
    for (const child of fs.readdirSync(this.#at(name), { encoding: 'latin1' })) {
      fs.rmSync(bytes(`${this.#at(name)}/${child}`), { recursive: true });
    }
  }

  /** Takes an entry away, or brings it back. Random changes above it may have done so before. */
  #toggle(name: EntryName, away: boolean, how: 'missing' | 'symlink'): void {
    const path = this.#at(name);
    const aside = `${this.root}/aside-${name}`;
    const isAside = fs.existsSync(aside);
    if (away && !isAside && fs.lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) {
      fs.renameSync(path, aside);
      if (how === 'symlink') fs.symlinkSync(aside, path);
    } else if (!away && isAside) {
      fs.rmSync(path, { recursive: true, force: true });
      fs.renameSync(aside, path);
    }
  }

  #writeFile(night: number): void {
    const chance = seeded(`${this.#seed} file ${night}`);
    const path = this.#at('file');
    if (night % 3 !== 1) fs.writeFileSync(path, chance.prose(chance.between(0, 4000)));
    if (night % 3 === 1) fs.chmodSync(path, chance.pick([0o400, 0o644, 0o600]));
  }
}

/** What a night should hold: the source, or for an entry that was not there the same as in the night before. */
export function expectedNight(
  source: Map<string, Manifest | undefined>,
  before: Map<string, Manifest | undefined> | undefined,
): Map<string, Manifest | undefined> {
  const isFolderOrFile = (manifest: Manifest | undefined) =>
    ['folder', 'file'].includes(manifest?.get('.')?.type ?? '');
  return new Map(
    [...source].map(([path, manifest]) => {
      // What lies in another entry is as it is there: gone where it is gone.
      const isNested =
        path === entries.nested || (path === entries.inside && isFolderOrFile(source.get(entries.unmounted)));
      if (isNested || isFolderOrFile(manifest)) return [path, manifest];
      return [path, before?.get(path)];
    }),
  );
}
