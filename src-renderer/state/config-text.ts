/**
 * Edits of a backup.config as text. Only the lines meant are touched; every other byte, line ends and comments included,
 * stays. What an entry is follows the core's parser, whose verdict comes by `config.check`.
 */
export interface TextEntry {
  /** 1-based. */
  line: number;
  path: string;
}

const entryStart = /^[ \t]*##[ \t]+ENTRY[ \t]+(?=[^ \t\r])/;

/** The parts of an entry's line. Its end is walked from the back: a pattern for it would take the square of the blanks. */
function partsOf(content: string): { start: string; path: string; end: string } | undefined {
  const start = entryStart.exec(content)?.[0];
  if (start === undefined) return undefined;
  let end = content.length;
  while (/[ \t\r]/.test(content[end - 1] ?? '')) end--;
  return { start, path: content.slice(start.length, end), end: content.slice(end) };
}

const single = (path: string) => {
  const once = path.replace(/\/+/g, '/');
  return once.length > 1 && once.endsWith('/') ? once.slice(0, -1) : once;
};

export function entriesIn(text: string): TextEntry[] {
  return text.split('\n').flatMap((content, i) => {
    const path = partsOf(content)?.path;
    return path ? [{ line: i + 1, path: single(path) }] : [];
  });
}

/** Where the path of an entry stands in the text, from and to, in characters. */
export function placeOfEntry(text: string, path: string): [from: number, to: number] | undefined {
  const entry = entriesIn(text).find((known) => known.path === path);
  if (!entry) return undefined;
  const lines = text.split('\n');
  const before = lines.slice(0, entry.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const parts = partsOf(lines[entry.line - 1] ?? '');
  const from = before + (parts?.start.length ?? 0);
  return [from, from + (parts?.path.length ?? 0)];
}

export const withoutLine = (text: string, line: number): string => {
  const lines = text.split('\n');
  lines.splice(line - 1, 1);
  return lines.join('\n');
};

/** The entry of a line, naming another path. A path can have no newline in it here. */
export function withPathOn(text: string, line: number, path: string): string {
  const lines = text.split('\n');
  const parts = partsOf(lines[line - 1] ?? '');
  if (!parts) return text;
  lines[line - 1] = `${parts.start}${path}${parts.end}`;
  return lines.join('\n');
}

/** A new entry below the last one, or at the end, with the file's own line end. */
export function withEntry(text: string, path: string): string {
  if (entriesIn(text).some((entry) => entry.path === single(path))) return text;
  const lines = text.split('\n');
  const after = entriesIn(text).at(-1)?.line;
  const end = lines.some((content) => content.endsWith('\r')) ? '\r' : '';
  const entry = `## ENTRY ${path}${end}`;
  if (after !== undefined) lines.splice(after, 0, after === lines.length ? entry.trimEnd() : entry);
  else if (lines.at(-1) === '') lines.splice(lines.length - 1, 0, entry);
  else lines.push(entry.trimEnd());
  return lines.join('\n');
}
