import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { whyNoSmallDisk } from './small-disk.ts';

/** A btrfs of its own, mounted at a folder. */
export class BtrfsDisk {
  readonly folder: string;
  readonly #image: string;

  /** Throws where this machine can't: see whyNoBtrfs. */
  constructor(folder: string, image: string, { megabytes = 2048 } = {}) {
    this.folder = folder;
    this.#image = image;
    mkdirSync(folder, { recursive: true });
    writeFileSync(image, '');
    truncateSync(image, megabytes * 1024 * 1024);
    execFileSync('mkfs.btrfs', ['-q', image], { stdio: 'pipe' });
    // What is deleted goes within a second, not half a minute.
    execFileSync('mount', ['-o', 'loop,commit=1', image, folder], { stdio: 'pipe' });
  }

  remove(): void {
    // Lazily: what watches over a gate stands in it for some seconds more.
    execFileSync('umount', ['-l', this.folder]);
    rmSync(this.#image);
  }
}

/** Why no btrfs can be mounted here, or undefined where one can. */
export function whyNoBtrfs(): string | undefined {
  const why = whyNoSmallDisk();
  if (why) return why;
  for (const tool of ['mkfs.btrfs', 'btrfs']) {
    if (spawnSync(tool, ['--version']).error) return `this machine has no ${tool}`;
  }
  const module = spawnSync('sh', ['-c', 'grep -qw btrfs /proc/filesystems || modprobe -n btrfs']);
  return module.status === 0 ? undefined : 'its kernel has no btrfs';
}
