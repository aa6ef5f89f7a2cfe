/** What staff typed to find a file by, ready to be tried on paths. */
export interface NamePattern {
  /** True where the path ends as the pattern says. `isFolder` decides where the pattern ends in a slash. */
  matches: (path: string, isFolder: boolean) => boolean;
  /**
   * A first choice for machines, whose tools know bytes and ASCII case only: patterns of `find -iname` for the last
   * component, `\` being the escape. `ascii` is exact for names of printable ASCII, and absent where none of those can
   * match; all other names that match are among those of `wider`, with some that don't.
   */
  find: { ascii: string | undefined; wider: string };
}

/**
 * The pattern as it is compared: composed (NFC), case folded in full, so that `Straße` is `STRASSE`. Bytes that are no
 * UTF-8 (see bytes.ts) stay themselves.
 */
export const folded = (text: string): string =>
  // Twice to lower case, since the capital sharp s has no upper case but a lower one, which has.
  text.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');

/** As folded, but a character stays one, so that `?` stands for an `ß` too. */
const composed = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC');

/**
 * Part of a name, or a pattern with `*` and `?`; all other characters stand for themselves. With a slash in it, it is
 * the end of a path: `www/photo` finds `www/photo1.jpg`, and a slash at its end asks for folders. Undefined where it
 * names nothing.
 */
export function namePattern(text: string): NamePattern | undefined {
  const typed = text.replace(/\/+$/, '');
  if (typed === '') return undefined;
  const onlyFolders = text.endsWith('/');
  const open = !/[*?]/.test(typed);
  const ways = [folded, composed].map((fold) => ({ fold, parts: partsOf(fold(typed), open) }));
  const last = (ways[0]?.parts.at(-1) ?? '') as string;
  return {
    matches: (path, isFolder) =>
      (isFolder || !onlyFolders) && ways.some(({ fold, parts }) => endsAs(fold(path).split('/'), parts)),
    find: { ascii: isAscii(last) ? escaped(last) : undefined, wider: widened(last) },
  };
}

/** A glob for each component; what was typed without wildcards may begin and end within one, but not span a slash. */
function partsOf(typed: string, open: boolean): string[] {
  const before = open && !typed.startsWith('/') ? '*' : '';
  return `${before}${typed.replace(/^\/+/, '')}${open ? '*' : ''}`.split(/\/+/);
}

function endsAs(components: readonly string[], globs: readonly string[]): boolean {
  const from = components.length - globs.length;
  return from >= 0 && globs.every((glob, index) => fits([...(components[from + index] as string)], [...glob]));
}

/** Whether a name fits a glob, both as characters. Time is at most the product of their lengths. */
function fits(name: readonly string[], glob: readonly string[]): boolean {
  let at = 0;
  let inGlob = 0;
  let star = -1;
  let afterStar = 0;
  while (at < name.length) {
    if (glob[inGlob] === '*') {
      star = inGlob++;
      afterStar = at;
    } else if (inGlob < glob.length && (glob[inGlob] === '?' || glob[inGlob] === name[at])) {
      inGlob++;
      at++;
    } else if (star >= 0) {
      inGlob = star + 1;
      at = ++afterStar;
    } else return false;
  }
  while (glob[inGlob] === '*') inGlob++;
  return inGlob === glob.length;
}

const isAscii = (text: string) => /^[ -~]*$/.test(text);

const escaped = (glob: string) => glob.replace(/[[\]\\]/g, '\\$&');

/** ASCII that another character can become when it is folded or composed, such as the Kelvin sign, `ﬁ` and `ß`. */
export const foldedInto = 'afiklnst;`';

/** Only what stands in any spelling of a name as the same bytes, but for ASCII case. */
function widened(glob: string): string {
  const certain = [...glob].map((character) =>
    isAscii(character) && character !== '?' && !foldedInto.includes(character) ? escaped(character) : '*',
  );
  return certain.join('').replace(/\*+/g, '*');
}
