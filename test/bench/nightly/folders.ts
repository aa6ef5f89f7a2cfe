import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a run of the bench keeps its trees; `remove` undoes it all, mounts first. */
export interface Workplace {
  /** On ext4 where that can be had. */
  folder: string;
  /** A folder on a btrfs, or why there is none. */
  btrfs: { folder: string } | { missing: string };
  remove: () => void;
}

const run = (file: string, ...args: string[]) => execFileSync(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });

/**
 * As root on Linux each file system is a new one of its own, in an image. So ext4 has its journal and no past, both
 * are on equal terms, and others that work on this machine's disk are met less. Elsewhere it is what `parent` is on.
 * `files` is what the images have to be large enough for.
 */
export function makeWorkplace(parent: string | undefined, files: number, wantsBtrfs: boolean): Workplace {
  const base = fs.mkdtempSync(join(parent ?? tmpdir(), 'nightkeep-bench-'));
  const undo: (() => void)[] = [() => fs.rmSync(base, { recursive: true, force: true })];
  const remove = () =>
    undo
      .splice(0)
      .reverse()
      .forEach((step) => void step());
  try {
    const ext4 = mountImage('ext4', base, files, undo);
    const btrfs = wantsBtrfs ? mountImage('btrfs', base, files, undo) : { missing: 'not asked for' };
    return { folder: 'folder' in ext4 ? ext4.folder : base, btrfs, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function mountImage(kind: 'ext4' | 'btrfs', base: string, files: number, undo: (() => void)[]): Workplace['btrfs'] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return { missing: 'mounting one needs root on Linux' };
  const image = join(base, `${kind}.image`);
  const mount = join(base, kind);
  try {
    fs.writeFileSync(image, '');
    // Sparse: room for the source and for every method's nights, in blocks of 4 KiB.
    fs.truncateSync(image, 4 * 2 ** 30 + files * 64 * 1024);
    // ext4 can't make inodes later on: each night has its own folders.
    run(`mkfs.${kind}`, '-q', ...(kind === 'ext4' ? ['-i', '4096'] : []), image);
    fs.mkdirSync(mount);
    run('mount', '-o', 'loop,noatime', image, mount);
    undo.push(() => run('umount', mount));
    return { folder: mount };
  } catch (error) {
    return { missing: error instanceof Error ? (error.message.split('\n')[1] ?? error.message) : String(error) };
  }
}

export const fileSystemOf = (folder: string): string =>
  run('stat', '-f', '-c', '%T', folder).toString().trim().replace('ext2/ext3', 'ext4');
