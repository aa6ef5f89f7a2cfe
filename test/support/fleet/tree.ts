import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { bytesFromText } from '../../../src-main/domain/bytes.ts';

export interface FileOptions {
  mode?: number;
  /** Whose it is, where this runs as root; an ordinary user's files are all their own. */
  owner?: number;
}

const isRoot = process.getuid?.() === 0;

/**
 * Writes files below one folder, each dated `at`. It writes at once rather than in turns: for many small files that is
 * several times as fast. A name may hold any byte, as in domain/bytes.ts.
 */
export class Tree {
  readonly root: string;
  /** The time of what is written next. */
  at: Date;
  #made = new Set<string>();

  constructor(root: string, at: Date) {
    this.root = root;
    this.at = at;
  }

  path(name: string): string | Buffer {
    const path = `${this.root}/${name}`;
    return path.isWellFormed() ? path : bytesFromText(path);
  }

  folder(name: string, options: FileOptions = {}): void {
    if (this.#made.has(name)) return;
    fs.mkdirSync(this.path(name), { recursive: true });
    for (let above = name; above !== '.' && above !== '/'; above = dirname(above)) this.#made.add(above);
    if (options.mode !== undefined) fs.chmodSync(this.path(name), options.mode);
    this.#own(name, options.owner);
  }

  file(name: string, content: string | Buffer, options: FileOptions = {}): void {
    this.folder(dirname(name));
    fs.writeFileSync(this.path(name), content);
    fs.chmodSync(this.path(name), options.mode ?? 0o644);
    this.#own(name, options.owner);
    this.#date(name);
  }

  append(name: string, content: string): void {
    fs.appendFileSync(this.path(name), content);
    this.#date(name);
  }

  chmod(name: string, mode: number): void {
    fs.chmodSync(this.path(name), mode);
  }

  symlink(name: string, target: string): void {
    this.folder(dirname(name));
    fs.symlinkSync(target, this.path(name));
  }

  hardLink(name: string, existing: string): void {
    this.folder(dirname(name));
    fs.linkSync(this.path(existing), this.path(name));
  }

  rename(from: string, to: string): void {
    this.folder(dirname(to));
    fs.renameSync(this.path(from), this.path(to));
  }

  remove(name: string): void {
    fs.rmSync(this.path(name), { recursive: true });
    for (const made of this.#made) if (made === name || made.startsWith(`${name}/`)) this.#made.delete(made);
  }

  #own(name: string, owner: number | undefined) {
    if (isRoot && owner !== undefined) fs.lchownSync(this.path(name), owner, owner);
  }

  #date(name: string) {
    fs.utimesSync(this.path(name), this.at, this.at);
  }
}
