/** Links that open the app from a ticket or a mail: nightkeep://customer/col00214?nights=2013-02-24..2013-02-26 */
export const LINK_SCHEME = 'nightkeep';

const LONGEST_LINK = 2000;
const LONGEST_NAME = 255;
const MOST_DAYS = 100;
const isDays = (text: string) => /^\d{4}-\d\d-\d\d(\.\.\d{4}-\d\d-\d\d)?$/.test(text);

/** Screens that a link may open by their name alone. */
const screens: readonly string[] = ['tonight', 'customers', 'hosts', 'holds', 'activity', 'settings'];

/**
 * The address in the page that a link stands for, or undefined. Anybody can write a link, so it only ever opens what one
 * could look at: no address made here starts, fills in or saves anything.
 */
export function addressOfLink(link: string): string | undefined {
  const url = link.length > LONGEST_LINK ? null : URL.parse(link);
  if (url?.protocol !== `${LINK_SCHEME}:` || url.username || url.password || url.port) return undefined;
  const kind = url.host;
  const [name, ...rest] = url.pathname.split('/').filter(Boolean).map(decoded);
  if (rest.length > 0) return undefined;
  if (name === undefined) return screens.includes(kind) ? `/${kind}` : undefined;
  if (!isName(name)) return undefined;
  if (kind === 'customer') return `/customers/${encodeURIComponent(name)}${nights(url.searchParams.get('nights'))}`;
  if (kind === 'host') return `/hosts/${encodeURIComponent(name)}`;
  if (kind === 'search') return `/search/${encodeURIComponent(name)}`;
  return undefined;
}

/** Days, and stretches of days; one that is neither makes the link one to the customer alone. */
function nights(text: string | null): string {
  const days = text?.split(',') ?? [];
  return days.length > 0 && days.length <= MOST_DAYS && days.every(isDays) ? `/nights/${days.join(',')}` : '';
}

/** The link among a program's arguments, where systems put it; the last one, since switches come first. */
export const linkIn = (args: readonly string[]): string | undefined =>
  args.findLast((argument) => argument.startsWith(`${LINK_SCHEME}:`));

const isName = (name: string | undefined): name is string =>
  name !== undefined && name.length <= LONGEST_NAME && name.isWellFormed() && !/\p{Cc}/u.test(name);

/** What can’t be decoded is no name. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '\0';
  }
}
