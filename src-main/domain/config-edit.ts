import { parseConfig, whyNotAPath, withSingleSlashes } from './config.ts';

/** Edits of a backup.config that keep every other byte: comments, line ends, blanks, what nobody understands. */

/** Why a path can't be written as an entry, or undefined where it can. */
export function whyNotAnEntry(path: string): string | undefined {
  if (/[\n\0]/.test(path)) return 'A path with a newline in it can’t stand in backup.config.';
  if (/[ \t\r]$/.test(path)) return 'A path that ends in a blank can’t stand in backup.config.';
  return whyNotAPath(withSingleSlashes(path))?.message;
}

/** Adds the entry below the last one, or at the end; a text that has it stays as it is. Throws a RangeError for a path that can't be written. */
export function addEntry(text: string, path: string): string {
  const wanted = writable(path);
  const { entries } = parseConfig(text);
  if (entries.some((entry) => entry.path === wanted)) return text;
  const lines = splitKeepingEnds(text);
  const end = lineEndOf(lines);
  const at = entries.at(-1)?.line ?? lines.length;
  const before = lines[at - 1];
  // The last line may lack its newline; so does the file after the edit then, as it was before.
  if (before !== undefined && !before.endsWith('\n')) {
    lines[at - 1] = `${before}${end}`;
    lines.splice(at, 0, `## ENTRY ${wanted}`);
  } else lines.splice(at, 0, `## ENTRY ${wanted}${end}`);
  return lines.join('');
}

/** Removes every line that names the entry. */
export function removeEntry(text: string, path: string): string {
  const doomed = linesOf(text, path);
  return splitKeepingEnds(text)
    .filter((_, index) => !doomed.has(index + 1))
    .join('');
}

/** Puts another path in the entry's place, on its line. Throws a RangeError for a path that can't be written. */
export function replaceEntry(text: string, path: string, replacement: string): string {
  const wanted = writable(replacement);
  const found = linesOf(text, path);
  return splitKeepingEnds(text)
    .map((line, index) => (found.has(index + 1) ? withPath(line, wanted) : line))
    .join('');
}

function writable(path: string): string {
  const why = whyNotAnEntry(path);
  if (why) throw new RangeError(why);
  return withSingleSlashes(path);
}

const linesOf = (text: string, path: string): Set<number> =>
  new Set(
    parseConfig(text)
      .entries.filter((entry) => entry.path === withSingleSlashes(path))
      .map((entry) => entry.line),
  );

const withPath = (line: string, path: string): string =>
  line.replace(
    /^([^#]*##[ \t\0]+ENTRY[ \t\0]+).*?([ \t]*\r?\n?)$/s,
    (_, head: string, tail: string) => `${head}${path}${tail}`,
  );

const splitKeepingEnds = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

const lineEndOf = (lines: readonly string[]): string => (lines.some((line) => line.endsWith('\r\n')) ? '\r\n' : '\n');
