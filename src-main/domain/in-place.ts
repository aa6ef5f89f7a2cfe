import { contains } from './nights.ts';

/** More are a matter of the folder that they lie in. */
export const MOST_PLACES = 100;

/** What is to take the place of what is there: a path in the customer's root, of one night. */
export interface Place {
  /** The night's folder in the tarball. */
  label: string;
  /** Relative to the root. */
  path: string;
}

/** What of some nights is put in place; or, in words, why it can't be. */
export function placesOf(nights: readonly { label: string; paths: readonly string[] }[]): Place[] | string {
  const places = nights.flatMap(({ label, paths }) => paths.map((path) => ({ label, path })));
  if (places.some(({ path }) => path === ''))
    return 'all of a customer’s / can’t be put in place of what is there: choose folders or files in it';
  if (places.length > MOST_PLACES)
    return `at most ${MOST_PLACES} files and folders can be put in place at once: choose the folders they lie in`;
  for (const [index, one] of places.entries()) {
    const other = places.slice(index + 1).find(({ path }) => contains(path, one.path) || contains(one.path, path));
    if (!other) continue;
    const what = other.path === one.path ? `/${one.path} is` : `/${one.path} and /${other.path} are`;
    return `${what} chosen of ${one.label} and of ${other.label}: only one of them can be in place`;
  }
  return places;
}
