import { RE2JS } from 're2js';

/**
 * Which customer a path belongs to, by the fleet's patterns; for showing only, the core decides for itself. As in the
 * core, matching takes time that grows with the path and no faster, since a host chooses its paths, and a pattern that
 * ends by looking ahead goes on instead.
 */
export function customerFinder(
  patterns: readonly string[],
): (path: string) => { id: string; root: string } | undefined {
  const expressions = patterns.flatMap((pattern) => {
    try {
      const expression = RE2JS.compile(pattern.replace(/\(\?=((?:[^()\\]|\\.)*)\)$/, '(?:$1)'));
      return 'customer' in expression.namedGroups() ? [expression] : [];
    } catch {
      return [];
    }
  });
  return (path) => {
    for (const expression of expressions) {
      const match = expression.matcher(path);
      const id = match.find() && match.group('customer');
      if (!id) continue;
      const end = path.indexOf('/', match.end('customer'));
      return { id, root: end < 0 ? path : path.slice(0, end) };
    }
    return undefined;
  };
}
