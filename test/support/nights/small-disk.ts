import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

interface DiskOptions {
  megabytes: number;
  inodes: number;
  /** As mount takes them. */
  options?: string;
  /** As mkfs.ext4 takes them. */
  format?: readonly string[];
}

/** A file system of its own, mounted at a folder, which a test can fill to the last block or inode. */
export class SmallDisk {
  readonly folder: string;
  readonly #image: string;

  /** Throws where this machine can't: it needs root and loop devices. */
  constructor(folder: string, image: string, { megabytes, inodes, options, format = [] }: DiskOptions) {
    this.folder = folder;
    this.#image = image;
    mkdirSync(folder, { recursive: true });
    writeFileSync(image, '');
    truncateSync(image, megabytes * 1024 * 1024);
    execFileSync('mkfs.ext4', ['-q', '-F', '-m', '0', '-N', String(inodes), ...format, image], { stdio: 'pipe' });
    execFileSync('mount', ['-o', options ? `loop,${options}` : 'loop', image, folder], { stdio: 'pipe' });
  }

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }

  get freeInodes(): number {
    return statfsSync(this.folder).ffree;
  }

  /** Fills it so that so many bytes are left. */
  leaveBytes(bytes: number): void {
    mkdirSync(this.#ballast, { recursive: true });
    const cushion = join(this.#ballast, 'cushion');
    writeFileSync(cushion, Buffer.alloc(bytes, 1));
    fill(join(this.#ballast, 'weight'));
    rmSync(cushion);
  }

  /** Fills it so that so many files more can be made. */
  leaveInodes(inodes: number): void {
    mkdirSync(this.#ballast, { recursive: true });
    for (let more = this.freeInodes - inodes; more > 0; more--) writeFileSync(join(this.#ballast, `file ${more}`), '');
  }

  /** Frees all that was filled. */
  free(): void {
    rmSync(this.#ballast, { recursive: true, force: true });
  }

  remove(): void {
    execFileSync('umount', [this.folder]);
    rmSync(this.#image);
  }
}

function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let chunk = 1 << 20; chunk >= 512; ) {
      try {
        if (writeSync(file, Buffer.alloc(chunk, 1)) < chunk) chunk /= 2;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
        chunk /= 2;
      }
    }
  } finally {
    closeSync(file);
  }
}

/** Why no file system can be mounted here, or undefined where one can. */
export function whyNoSmallDisk(): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can mount a file system';
  if (!existsSync('/dev/loop-control')) return 'this machine has no loop devices';
  return readdirSync('/dev').some((name) => /^loop\d+$/.test(name)) ? undefined : 'this machine has no loop devices';
}
