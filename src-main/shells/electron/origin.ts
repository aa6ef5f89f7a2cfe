/** Where the page comes from: a scheme of its own, standard and secure, so that it has an origin like any other site. */
export const SCHEME = 'app';
const HOST = 'nightkeep';
export const ORIGIN = `${SCHEME}://${HOST}`;
export const START_PAGE = `${ORIGIN}/index.html`;

/** By parsing, never by comparing beginnings: app://nightkeep.evil and app://nightkeep@evil begin like ours. */
export function isOurs(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${SCHEME}:` && url.host === HOST && !url.username && !url.password;
}
