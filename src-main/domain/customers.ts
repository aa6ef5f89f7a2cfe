import { RE2JS } from 're2js';

/** A customer as a path names it. */
export interface CustomerMatch {
  id: string;
  ip: string | undefined;
  /** The customer's `/` on the host: the path up to and including the component that names the customer. */
  root: string;
}

export type CustomerFinder = (path: string) => CustomerMatch | undefined;

/**
 * How much of a path a pattern is shown; a customer's root is near the start. Whoever is root in a jail chooses the names
 * below it, so patterns are matched by RE2's way, in time that grows with path and pattern and no faster.
 */
const LONGEST_MATCHED = 512;
/** In RE2's instructions, so that the ten thousand entries of a hostile host take seconds. A pattern has some forty. */
const LARGEST_PATTERN = 300;

/**
 * Finds the customer in a path by the fleet's patterns, the first that matches winning. A pattern's `customer` group
 * names the customer, `ip` its address. Patterns that don't compile are skipped: the settings refuse them.
 */
export function customerFinder(patterns: readonly string[]): CustomerFinder {
  const compiled = patterns.flatMap((pattern) => compile(pattern).expression ?? []);
  return (path) => {
    const start = boundedStart(path);
    for (const expression of compiled) {
      const found = expression.matcher(start);
      const id = found.find() && found.group('customer');
      if (!id) continue;
      const ip = 'ip' in expression.namedGroups() ? found.group('ip') : undefined;
      return { id, ip: ip || undefined, root: throughComponent(path, found.end('customer')) };
    }
    return undefined;
  };
}

/**
 * A pattern that ends by looking ahead, as people write it after a name, says the same of the customer where it goes on
 * to what it sees; RE2 and awk can do that.
 */
export const withoutLookAtEnd = (pattern: string): string => pattern.replace(/\(\?=((?:[^()\\]|\\.)*)\)$/, '(?:$1)');

/** Why a pattern can't be used, or undefined where it can. */
export const whyNotAPattern = (pattern: string): string | undefined => compile(pattern).why;

/** A host's path as the customer has it, where it is theirs. */
export const belowRoot = (path: string, root: string | undefined): string =>
  root !== undefined && path.startsWith(`${root}/`) ? path.slice(root.length) : path;

function compile(pattern: string): { expression?: RE2JS; why?: string } {
  try {
    const expression = RE2JS.compile(withoutLookAtEnd(pattern));
    if (!('customer' in expression.namedGroups())) return { why: 'it has no group named customer' };
    if (expression.programSize() <= LARGEST_PATTERN) return { expression };
    return { why: 'it is too large to be matched with each path: repeat less in it, such as + in place of {1,500}' };
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
    return {
      why: `it can't be used (${said}); what looks around or refers back could take for ever, so only the end may look ahead`,
    };
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
