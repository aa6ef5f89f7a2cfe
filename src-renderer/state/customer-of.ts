/** Which customer a path belongs to, by the fleet's patterns; for showing only, the core decides for itself. */
export function customerFinder(
  patterns: readonly string[],
): (path: string) => { id: string; root: string } | undefined {
  const expressions = patterns.flatMap((pattern) => {
    try {
      return [new RegExp(pattern)];
    } catch {
      return [];
    }
  });
  return (path) => {
    for (const expression of expressions) {
      const match = expression.exec(path);
      const id = match?.groups?.customer;
      if (!match || !id) continue;
      const end = path.indexOf('/', match.index + match[0].length);
      return { id, root: end < 0 ? path : path.slice(0, end) };
    }
    return undefined;
  };
}
