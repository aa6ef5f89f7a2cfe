import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may speak with the web shell: a browser that was let in to this run, on a page that came from here. */
export interface Guard {
  /** Where the token becomes a session. It is shown to whoever started the program, and good as long as that runs. */
  readonly openPath: string;
  /** Below it are the page and the socket. Browsers send a cookie to every port of a host, but only to its path. */
  readonly base: string;
  /** The cookie's name has the port in it, since cookies don't tell ports apart. */
  setCookie(): string;
  isToken(text: string): boolean;
  /** Compares in a time that tells nothing of either. */
  isSame(one: string, other: string): boolean;
  /** Why a request is refused, or undefined. */
  refusal(request: IncomingMessage, use: 'page' | 'socket'): Refusal | undefined;
}

export interface Refusal {
  status: 401 | 403;
  message: string;
}

export function createGuard(port: number): Guard {
  // What stands in an address may be read over a shoulder or from a history; the session's own secret stands in none.
  const [token, session] = [randomText(), randomText()];
  const base = `/${randomText()}/`;
  const cookieName = `nightkeep-${port}`;
  // By name, since a page elsewhere whose name resolves to 127.0.0.1 gets here too, but with its own name as Host.
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];

  return {
    openPath: `/open/${token}`,
    base,
    setCookie: () => `${cookieName}=${session}; Path=${base}; HttpOnly; SameSite=Strict`,
    isToken: (text) => isSame(text, token),
    isSame,
    refusal(request, use) {
      const { host, origin, cookie } = request.headers;
      if (!host || !hosts.includes(host)) return { status: 403, message: 'This address is not Nightkeep’s.' };
      // A page of another port of this machine sends our cookie along, but also its own origin.
      const foreign =
        use === 'socket' ? origin !== `http://${host}` : origin !== undefined && origin !== `http://${host}`;
      if (foreign) return { status: 403, message: 'Only Nightkeep’s own pages may ask this.' };
      if (isOpening(request)) return undefined;
      if (!isSame(cookieOf(cookie, cookieName) ?? '', session)) {
        return { status: 401, message: 'Open Nightkeep by the address it printed when it started.' };
      }
      return undefined;
    },
  };
}

/** The one path that is asked for without a cookie: it carries the token itself. */
const isOpening = (request: IncomingMessage) => request.url?.startsWith('/open/') ?? false;

const randomText = () => randomBytes(32).toString('base64url');
const isSame = (one: string, other: string) => timingSafeEqual(digest(one), digest(other));

/** Of equal length, so that the comparison tells nothing about the token's. */
const digest = (text: string) => createHash('sha256').update(text).digest();

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
