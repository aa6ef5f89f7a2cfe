/** A line's words: a keyword, and after blanks or one `=` its values, which may stand in quotes. A comment has none. */
export function words(line: string): string[] {
  const [, keyword = '', rest = ''] = /^\s*([^\s=#]+)\s*(?:=\s*)?(.*?)\s*$/.exec(line) ?? [];
  if (keyword === '') return [];
  return [keyword, ...[...rest.matchAll(/"([^"]*)"|(\S+)/g)].map((found) => found[1] ?? found[2] ?? '')];
}
