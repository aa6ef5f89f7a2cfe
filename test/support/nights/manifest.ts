import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { bytes, show } from './bytes.ts';
import { readXattrs } from './xattrs.ts';

/**
 * All that a night has to keep of one file, folder, link or device. Names, paths and targets are held as latin1, one
 * character a byte, so that any byte stands for itself.
 */
export interface Item {
  type: 'file' | 'folder' | 'symlink' | 'fifo' | 'socket' | 'block device' | 'character device';
  mode: number;
  uid: number;
  gid: number;
  /** Nanoseconds. */
  mtime: bigint;
  size?: bigint;
  sha256?: string;
  target?: string;
  device?: bigint;
  /** The paths inside this tree that are the same inode, where there are several, in the order of their bytes. */
  links?: string;
  /** Extended attributes and ACLs, as getfattr shows them. */
  xattrs?: string;
}

/** Items by their path below the root; the root itself is `.`. */
export type Manifest = Map<string, Item>;

/** An inode is read once for all trees of one look. It is never kept longer: the next look has to read again. */
type Hashes = Map<string, string>;

/** What lies at `root` now, or undefined where nothing does. */
export function takeManifest(root: string): Manifest | undefined {
  return takeManifests([root])[0];
}

/** The same for several trees at one time, which is much quicker where they share inodes. */
export function takeManifests(roots: readonly string[]): (Manifest | undefined)[] {
  const hashes: Hashes = new Map();
  const there = roots.filter((root) => fs.lstatSync(bytes(root), { throwIfNoEntry: false }) !== undefined);
  const xattrs = readXattrs(there);
  return roots.map((root) => (there.includes(root) ? take(root, xattrs, hashes) : undefined));
}

function take(root: string, xattrs: Map<string, string>, hashes: Hashes): Manifest {
  const manifest: Manifest = new Map();
  const groups = new Map<string, string[]>();
  const visit = (path: string) => {
    const full = path === '.' ? root : `${root}/${path}`;
    const stat = fs.lstatSync(bytes(full), { bigint: true });
    const inode = `${stat.dev}:${stat.ino}`;
    const item = itemOf(full, stat, inode, hashes);
    const extended = xattrs.get(full);
    if (extended !== undefined) item.xattrs = extended;
    manifest.set(path, item);
    if (item.type === 'folder') {
      for (const name of fs.readdirSync(bytes(full), { encoding: 'latin1' }).sort()) {
        visit(path === '.' ? name : `${path}/${name}`);
      }
    } else if (stat.nlink > 1n) {
      groups.set(inode, [...(groups.get(inode) ?? []), path]);
    }
  };
  visit('.');
  for (const paths of groups.values()) {
    if (paths.length < 2) continue;
    const links = paths.sort().map(show).join(' = ');
    for (const path of paths) (manifest.get(path) as Item).links = links;
  }
  return manifest;
}

function itemOf(full: string, stat: fs.BigIntStats, inode: string, hashes: Hashes): Item {
  const item: Item = {
    type: typeOf(stat),
    mode: Number(stat.mode & 0o7777n),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    mtime: stat.mtimeNs,
  };
  if (item.type === 'file') {
    item.size = stat.size;
    let sha256 = hashes.get(inode);
    if (sha256 === undefined) {
      sha256 = createHash('sha256')
        .update(fs.readFileSync(bytes(full)))
        .digest('hex');
      hashes.set(inode, sha256);
    }
    item.sha256 = sha256;
  } else if (item.type === 'symlink') {
    item.target = fs.readlinkSync(bytes(full), { encoding: 'latin1' });
  } else if (item.type.endsWith('device')) {
    item.device = stat.rdev;
  }
  return item;
}

function typeOf(stat: fs.BigIntStats): Item['type'] {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'folder';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isFIFO()) return 'fifo';
  if (stat.isSocket()) return 'socket';
  return stat.isBlockDevice() ? 'block device' : 'character device';
}
