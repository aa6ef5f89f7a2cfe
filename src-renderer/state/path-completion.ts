/** A path as far as it is typed: the folder it is in so far, with its slash, and the beginning of a name. */
export interface Typed {
  folder: string;
  begun: string;
}

/** Undefined for what is no full path. */
export function typedPath(text: string): Typed | undefined {
  if (!text.startsWith('/') || /\/\.{1,2}\//.test(text) || text.includes('//')) return undefined;
  const slash = text.lastIndexOf('/');
  return { folder: text.slice(0, slash + 1), begun: text.slice(slash + 1) };
}

/** `/usr/` as a path without the slash at its end; `/` stays. */
export const withoutSlash = (path: string): string => path.replace(/(?<=.)\/+$/, '');

/** The names that go on from what is begun, in any case; names with a leading dot only where the dot is typed. */
export function namesFor(begun: string, names: readonly string[]): string[] {
  const wanted = begun.toLowerCase();
  return names.filter(
    (name) => name.toLowerCase().startsWith(wanted) && (begun.startsWith('.') || !name.startsWith('.')),
  );
}

/**
 * What Tab makes of the text, as a shell does: the only name whole, or as much as all of them have in common. Undefined
 * where it has nothing to add.
 */
export function completed({ folder, begun }: Typed, names: readonly string[]): string | undefined {
  const [first, ...others] = names;
  if (first === undefined) return undefined;
  if (others.length === 0) return `${folder}${first}/`;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  return length > begun.length ? folder + first.slice(0, length) : undefined;
}
