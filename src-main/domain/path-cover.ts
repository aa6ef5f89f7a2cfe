/**
 * Which of some paths lie in which others, found without comparing each with each: a host may name ten thousand of them,
 * and as deep as it likes.
 */
export interface PathCover {
  /** The outermost of the paths that is this one or holds it. */
  over(path: string): string | undefined;
  /** Whether any of the paths holds this one, is it, or lies in it. */
  meets(path: string): boolean;
}

/** Absolute paths with single slashes and none at the end. */
export function pathCover(paths: Iterable<string>): PathCover {
  const outermost: string[] = [];
  for (const key of [...new Set(paths)].map(keyOf).sort()) {
    const last = outermost.at(-1);
    if (last === undefined || !key.startsWith(last)) outermost.push(key);
  }

  /** How many of them sort before the key or are it. */
  function rankOf(key: string): number {
    let [from, to] = [0, outermost.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((outermost[middle] as string) <= key) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  return {
    over(path) {
      const key = keyOf(path);
      const before = outermost[rankOf(key) - 1];
      return before !== undefined && key.startsWith(before) ? pathOf(before) : undefined;
    },
    meets(path) {
      const key = keyOf(path);
      const rank = rankOf(key);
      const before = outermost[rank - 1];
      return (before !== undefined && key.startsWith(before)) || outermost[rank]?.startsWith(key) === true;
    },
  };
}

/** With NUL, which no path has, in place of slashes, what lies in a directory sorts right after it. */
const keyOf = (path: string): string => (path === '/' ? '\0' : `${path.replaceAll('/', '\0')}\0`);
const pathOf = (key: string): string => (key === '\0' ? '/' : key.slice(0, -1).replaceAll('\0', '/'));
