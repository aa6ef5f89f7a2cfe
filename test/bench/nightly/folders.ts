import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where a run of the bench keeps its trees; `remove` undoes it all, mounts first. */
export interface Workplace {
  folder: string;
  /** A folder on a btrfs of its own, or why there is none. */
  btrfs: { folder: string } | { missing: string };
  remove: () => void;
}

const run = (file: string, ...args: string[]) => execFileSync(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });

/** `files` is what the image has to be large enough for. */
export function makeWorkplace(parent: string | undefined, files: number, wantsBtrfs: boolean): Workplace {
  const folder = fs.mkdtempSync(join(parent ?? tmpdir(), 'nightkeep-bench-'));
  const undo: (() => void)[] = [() => fs.rmSync(folder, { recursive: true, force: true })];
  const btrfs = wantsBtrfs ? mountBtrfs(folder, files, undo) : { missing: 'not asked for' };
  return { folder, btrfs, remove: () => undo.reverse().forEach((step) => void step()) };
}

function mountBtrfs(folder: string, files: number, undo: (() => void)[]): Workplace['btrfs'] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return { missing: 'mounting one needs root on Linux' };
  const image = join(folder, 'btrfs.image');
  const mount = join(folder, 'btrfs');
  try {
    fs.writeFileSync(image, '');
    // Sparse: room for the files in blocks of 4 KiB, as often as nights change them, and for btrfs itself.
    fs.truncateSync(image, 4 * 2 ** 30 + files * 16 * 1024);
    run('mkfs.btrfs', '-q', image);
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
