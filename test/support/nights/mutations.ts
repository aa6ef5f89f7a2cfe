import * as fs from 'node:fs';
import { bytes } from './bytes.ts';
import { someName, someTarget } from './names.ts';
import { onPaths } from './on-paths.ts';
import type { Source } from './source.ts';

/** Changes something in the source and tells the path; undefined where there was nothing to do it to. */
export type Mutation = (source: Source) => string | undefined;

const isRoot = process.getuid?.() === 0;
const owners = [0, 1, 80, 1001, 65534, 70_000];
const attributes = ['a', 'b', 'mime_type'];

const oneOf = (source: Source, paths: readonly string[]) =>
  paths.length === 0 ? undefined : source.chance.pick(paths);
const aFile = (source: Source) => oneOf(source, source.listing.files);
const any = (source: Source) => {
  const { files, folders, others } = source.listing;
  return oneOf(source, source.chance.next() < 0.7 ? files : [...folders, ...others]);
};
const someSize = (source: Source) =>
  source.chance.next() < 0.9 ? source.chance.between(0, 3000) : source.chance.between(50_000, 200_000);
const noise = (source: Source, size: number) => source.chance.noise(size);

const onFile =
  (change: (source: Source, path: string) => void): Mutation =>
  (source) => {
    const path = aFile(source);
    if (path !== undefined) change(source, path);
    return path;
  };

const atFree =
  (make: (source: Source, path: string) => void): Mutation =>
  (source) => {
    const path = source.free(someName(source.chance));
    if (path === undefined) return undefined;
    make(source, path);
    source.changed();
    return path;
  };

const remove = (source: Source, path: string) => {
  fs.rmSync(bytes(source.at(path)), { recursive: true });
  source.changed();
};

const sizeOf = (source: Source, path: string) => source.stat(path)?.size ?? 0;

/** Modes of all kinds. An ordinary user has to be able to read what is to be copied. */
const someMode = (source: Source, isFolder: boolean) =>
  source.chance.pick([0o000, 0o400, 0o600, 0o640, 0o644, 0o664, 0o700, 0o755, 0o777]) |
  source.chance.pick([0, 0, 0, 0o1000, 0o2000, 0o4000]) |
  (isRoot ? 0 : isFolder ? 0o700 : 0o400);

/** The same content, time, mode and attributes at another inode: what an editor or `cp -a` leaves behind. */
function replaceByEqualCopy(source: Source, path: string): void {
  const full = source.at(path);
  const copy = `${source.root}/copy in the making`;
  onPaths(['-n2', 'cp', '-a', '--'], [full, copy]);
  fs.renameSync(bytes(copy), bytes(full));
}

/** Takes all ACLs and extended attributes from a source. */
export function strip(source: Source): void {
  onPaths(['setfacl', '-R', '-P', '-b', '--'], [source.root]);
  const each = `for name in ${attributes.join(' ')}; do find "$1" ! -type l -exec setfattr -x user.$name {} +; done`;
  onPaths(['sh', '-c', `{ ${each}; } 2>/dev/null; true`, 'strip'], [source.root]);
}

export const mutations = {
  'new file': atFree((source, path) => source.write(path, noise(source, someSize(source)))),
  'new folder': atFree((source, path) => fs.mkdirSync(bytes(source.at(path)))),
  'deep folders': (source) => {
    const path = source.free(Array.from({ length: 12 }, () => someName(source.chance)).join('/'));
    if (path === undefined) return undefined;
    try {
      fs.mkdirSync(bytes(source.at(path)), { recursive: true });
      source.write(`${path}/deep`, noise(source, 10));
    } catch {
      // A file stands in the way of one of its names.
    }
    source.changed();
    return path;
  },
  'new content': onFile((source, path) => source.write(path, noise(source, someSize(source)))),
  'same size, new time': onFile((source, path) => source.write(path, noise(source, sizeOf(source, path)))),
  'same size, same second, other nanoseconds': onFile((source, path) => {
    const second = Math.floor((source.stat(path)?.mtimeMs ?? 0) / 1000);
    source.write(path, noise(source, sizeOf(source, path)));
    source.date(path, source.time(second));
  }),
  appended: onFile((source, path) => {
    fs.appendFileSync(bytes(source.at(path)), noise(source, 50));
    source.date(path, source.time());
  }),
  truncated: onFile((source, path) => {
    fs.truncateSync(bytes(source.at(path)), Math.floor(sizeOf(source, path) / 2));
    source.date(path, source.time());
  }),
  touched: (source) => {
    const path = any(source);
    if (path !== undefined) source.date(path, source.time());
    return path;
  },
  chmod: (source) => {
    const path = any(source);
    if (path === undefined) return undefined;
    const isFolder = source.stat(path)?.isDirectory() ?? false;
    fs.chmodSync(bytes(source.at(path)), someMode(source, isFolder));
    return path;
  },
  chown: (source) => {
    const path = source.chance.next() < 0.2 ? oneOf(source, source.listing.symlinks) : any(source);
    if (path === undefined || !isRoot) return undefined;
    fs.lchownSync(bytes(source.at(path)), source.chance.pick(owners), source.chance.pick(owners));
    return path;
  },
  renamed: (source) => {
    const { files, folders, symlinks } = source.listing;
    const from = oneOf(source, [...files, ...folders.slice(1), ...symlinks]);
    const to = source.free(someName(source.chance));
    if (from === undefined || to === undefined || `${to}/`.startsWith(`${from}/`)) return undefined;
    fs.renameSync(bytes(source.at(from)), bytes(source.at(to)));
    source.changed();
    return `${from} to ${to}`;
  },
  'hard link made': (source) => {
    const from = oneOf(source, [...source.listing.files, ...source.listing.symlinks, ...source.listing.others]);
    const to = source.free(someName(source.chance));
    if (from === undefined || to === undefined) return undefined;
    fs.linkSync(bytes(source.at(from)), bytes(source.at(to)));
    source.changed();
    return `${from} as ${to}`;
  },
  'hard link broken by an equal copy': (source) => {
    const linked = oneOf(
      source,
      source.listing.files.filter((path) => (source.stat(path)?.nlink ?? 1) > 1),
    );
    if (linked !== undefined) replaceByEqualCopy(source, linked);
    return linked;
  },
  'hard link broken by other content': (source) => {
    const linked = oneOf(
      source,
      source.listing.files.filter((path) => (source.stat(path)?.nlink ?? 1) > 1),
    );
    if (linked === undefined) return undefined;
    remove(source, linked);
    source.write(linked, noise(source, someSize(source)));
    return linked;
  },
  'equal files made one': (source) => {
    const from = aFile(source);
    const to = source.free(someName(source.chance));
    if (from === undefined || to === undefined) return undefined;
    onPaths(['-n2', 'cp', '-a', '--'], [source.at(from), source.at(to)]);
    source.changed();
    return `${from} and ${to}`;
  },
  'new symlink': atFree((source, path) => fs.symlinkSync(bytes(someTarget(source.chance)), bytes(source.at(path)))),
  'symlink turned elsewhere': (source) => {
    const path = oneOf(source, source.listing.symlinks);
    if (path === undefined) return undefined;
    remove(source, path);
    fs.symlinkSync(bytes(someTarget(source.chance)), bytes(source.at(path)));
    source.changed();
    return path;
  },
  'a file becomes a folder': (source) => {
    const path = oneOf(source, [...source.listing.files, ...source.listing.symlinks]);
    if (path === undefined) return undefined;
    remove(source, path);
    fs.mkdirSync(bytes(source.at(path)));
    source.write(`${path}/was a file`, noise(source, 20));
    return path;
  },
  'a folder becomes a file': (source) => {
    const path = oneOf(source, source.listing.folders.slice(1));
    if (path === undefined) return undefined;
    remove(source, path);
    source.write(path, noise(source, 20));
    return path;
  },
  'a folder becomes a symlink': (source) => {
    const path = oneOf(source, source.listing.folders.slice(1));
    if (path === undefined) return undefined;
    remove(source, path);
    fs.symlinkSync(bytes(someTarget(source.chance)), bytes(source.at(path)));
    source.changed();
    return path;
  },
  'new fifo': atFree((source, path) => onPaths(['mkfifo', '--'], [source.at(path)])),
  'new device': (source) => {
    const path = source.free(someName(source.chance));
    if (path === undefined || !isRoot) return undefined;
    const numbers = ['-n1', 'sh', '-c', `mknod -- "$1" ${source.chance.pick(['c 1 3', 'c 1 5', 'b 7 200'])}`, 'mknod'];
    onPaths(numbers, [source.at(path)]);
    source.changed();
    return path;
  },
  'sparse file': atFree((source, path) => {
    fs.writeFileSync(bytes(source.at(path)), '');
    fs.truncateSync(bytes(source.at(path)), source.chance.between(100_000, 600_000));
    const file = fs.openSync(bytes(source.at(path)), 'r+');
    fs.writeSync(file, noise(source, 100), 0, 100, 70_000);
    fs.closeSync(file);
    source.date(path, source.time());
  }),
  'xattr set': (source) => {
    const path = oneOf(source, [...source.listing.files, ...source.listing.folders]);
    if (path === undefined) return undefined;
    const value = `0x${noise(source, source.chance.between(1, 40)).toString('hex')}`;
    onPaths(['setfattr', '-n', `user.${source.chance.pick(attributes)}`, '-v', value, '--'], [source.at(path)]);
    return path;
  },
  'ACL set': (source) => {
    const path = oneOf(source, [...source.listing.files, ...source.listing.folders]);
    if (path === undefined) return undefined;
    const isFolder = source.stat(path)?.isDirectory() ?? false;
    const acl = source.chance.pick(['u:1234:r', 'u:70000:rwx', 'g:80:rx', ...(isFolder ? ['d:u:1234:rwx'] : [])]);
    onPaths(['setfacl', '-m', acl, '--'], [source.at(path)]);
    return path;
  },
  'ACL removed': (source) => {
    const path = oneOf(source, [...source.listing.files, ...source.listing.folders]);
    if (path !== undefined) onPaths(['setfacl', '-b', '--'], [source.at(path)]);
    return path;
  },
  'file deleted': onFile(remove),
  'other deleted': (source) => {
    const path = oneOf(source, [...source.listing.symlinks, ...source.listing.others]);
    if (path !== undefined) remove(source, path);
    return path;
  },
  'folder deleted': (source) => {
    const path = oneOf(source, source.listing.folders.slice(1));
    if (path !== undefined) remove(source, path);
    return path;
  },
} satisfies Record<string, Mutation>;
