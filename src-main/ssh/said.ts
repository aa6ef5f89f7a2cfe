/** Characters that would break a line, move the cursor of a terminal, or turn the direction of what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const GARBLING = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g;

const plain = (text: string): string => text.toWellFormed().replace(GARBLING, ' ');

/** What a machine said, as a part of one of our sentences: on one line, and no longer than anybody reads. */
export function inOneLine(text: string, most = 300): string {
  // So much of it may be blanks or worse.
  const line = plain(text.slice(0, 4 * most)).trim();
  return line.length > most || text.length > 4 * most ? `${line.slice(0, most).toWellFormed()}…` : line;
}

/** The same of a text of several lines. */
export const inLines = (text: string, most: number): string => text.slice(0, most).split(/\r?\n/).map(plain).join('\n');

/** A list as a machine sent it: the first few, and how many there are besides. */
export function fewOf(names: readonly string[], most = 12): string[] {
  const few = names.slice(0, most).map((name) => inOneLine(name, 80));
  return names.length > most ? [...few, `${names.length - most} more`] : few;
}
