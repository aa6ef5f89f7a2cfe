/** A customer as a path names it. */
export interface CustomerMatch {
  id: string;
  ip: string | undefined;
  /** The customer's `/` on the host: the path up to and including the component that names the customer. */
  root: string;
}

export type CustomerFinder = (path: string) => CustomerMatch | undefined;

/**
 * How much of a path a pattern is shown. A regular expression may take time in the square or cube of the length, and
 * whoever is root in a jail chooses the names below it; a customer's root is near the start of a path.
 */
const LONGEST_MATCHED = 512;

/**
 * Finds the customer in a path by the fleet's patterns, the first that matches winning. A pattern's `customer` group
 * names the customer, `ip` its address. Patterns that don't compile are skipped: the settings refuse them.
 */
export function customerFinder(patterns: readonly string[]): CustomerFinder {
  const compiled = patterns.flatMap(compile);
  return (path) => {
    const start = boundedStart(path);
    for (const pattern of compiled) {
      const found = pattern.exec(start);
      const id = found?.groups?.customer;
      const place = found?.indices?.groups?.customer;
      if (!found || !id || !place) continue;
      return { id, ip: found.groups?.ip || undefined, root: throughComponent(path, place[1]) };
    }
    return undefined;
  };
}

/** A host's path as the customer has it, where it is theirs. */
export const belowRoot = (path: string, root: string | undefined): string =>
  root !== undefined && path.startsWith(`${root}/`) ? path.slice(root.length) : path;

function compile(pattern: string): RegExp[] {
  try {
    return [new RegExp(pattern, 'd')];
  } catch {
    return [];
  }
}

/** Cut between components, so that no half of a name is taken for a whole one. */
function boundedStart(path: string): string {
  if (path.length <= LONGEST_MATCHED) return path;
  return path.slice(0, Math.max(0, path.lastIndexOf('/', LONGEST_MATCHED)));
}

function throughComponent(path: string, end: number): string {
  const slash = path.indexOf('/', end);
  return slash < 0 ? path : path.slice(0, slash);
}

/**
 * Says why a pattern could take for ever on a hostile name, or undefined. A repetition without an upper bound around
 * another one, such as `(a+)+`, takes time exponential in the length, which no bound on the length helps against.
 */
export function slowPattern(pattern: string): string | undefined {
  const open: { repeats: boolean }[] = [{ repeats: false }];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (character === '[') at = endOfClass(pattern, at);
    else if (character === '(') open.push({ repeats: false });
    else if (character === ')') {
      const group = open.pop();
      const repeated = unboundedAt(pattern, at + 1);
      if (group?.repeats && repeated)
        return 'a repetition inside a repetition could take for ever; bound one of them, as in {1,9}';
      const outer = open.at(-1);
      if (outer && (group?.repeats || repeated)) outer.repeats = true;
    } else if (unboundedAt(pattern, at)) {
      const group = open.at(-1);
      if (group) group.repeats = true;
    }
  }
  return undefined;
}

const unboundedAt = (pattern: string, at: number) =>
  pattern[at] === '*' || pattern[at] === '+' || /^\{\d+,\}/.test(pattern.slice(at, at + 12));

function endOfClass(pattern: string, from: number): number {
  for (let at = from + 1; at < pattern.length; at++) {
    if (pattern[at] === '\\') at++;
    else if (pattern[at] === ']') return at;
  }
  return pattern.length;
}
