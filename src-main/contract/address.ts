/** A machine's address as people write it. */
export interface Address {
  host: string;
  user?: string | undefined;
  port?: number | undefined;
}

/** What a shell would take for more than text is in no host's and no account's name: ProxyCommand may hand them to one. */
const HOST = /^(?!-)[^\s'"`$\\;&<>|(){}[\]@/,:]+$/;
const IPV6 = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\w.-]+)?$/;
const USER = /^(?!-)[^\s'"`$;&<>|(){}[\]@/,:]*[^\s'"`$;&<>|(){}[\]@/,:\\]$/;

/**
 * Understands `host`, `user@host`, `host:22`, `[::1]`, `[::1]:22`, `::1` and `ssh://user@host:22/`, with blanks around it.
 * Undefined for all else.
 */
export function parseAddress(text: string): Address | undefined {
  const bare = text.trim().replace(/^ssh:\/\/(.*?)\/?$/i, '$1');
  const at = bare.lastIndexOf('@');
  const user = at < 0 ? undefined : bare.slice(0, at);
  if (user !== undefined && !isUserName(user)) return undefined;
  const rest = bare.slice(at + 1);
  if (IPV6.test(rest) && rest.indexOf(':') !== rest.lastIndexOf(':')) return { host: rest, user };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(rest) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? undefined : Number(digits);
  if (host === undefined || port === 0 || (port ?? 1) > 65535) return undefined;
  if (!HOST.test(host) && !(bracketed !== undefined && IPV6.test(host))) return undefined;
  return { host, user, port };
}

export const isUserName = (text: string): boolean => USER.test(text);
