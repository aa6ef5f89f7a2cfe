import { createHash, createHmac } from 'node:crypto';
import { matchesList } from './patterns.ts';

/** One key of a known_hosts file in OpenSSH's format, see sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
export interface KnownKey {
  /** 1-based line number. */
  line: number;
  marker?: string;
  /** Names and patterns separated by commas, or one hashed name. */
  hosts: string;
  type: string;
  base64: string;
}

export type Verdict =
  /** `lent`: only under the address's plain name, which stands for port 22. */
  | { is: 'trusted'; lent: boolean }
  /** `elsewhere`: other keys of the same address, at its usual port. */
  | { is: 'unknown'; elsewhere: KnownKey[] }
  | { is: 'changed'; known: KnownKey[] }
  | { is: 'revoked'; line: number };

/** Reads the file's text. A line that is not understood is left out, as OpenSSH does. */
export function parseKnownHosts(text: string): KnownKey[] {
  const keys: KnownKey[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
    const [hosts, type, base64] = words;
    if (!hosts || !type || !base64 || hosts.startsWith('#')) continue;
    keys.push({ line: index + 1, marker, hosts, type, base64 });
  }
  return keys;
}

/** How OpenSSH writes a machine's name in the file. */
export const knownName = (host: string, port: number): string =>
  port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;

/** The names under which a machine's keys stand. Whether a key changed is judged by all of them. */
export interface KnownNames {
  /** What a new key is written under comes first. */
  names: readonly [string, ...string[]];
  /** The address without its port: OpenSSH accepts a key that stands there, but takes no offence at another one. */
  plain: string | undefined;
}

/** With a HostKeyAlias that name alone counts, to OpenSSH without the port. */
export const namesOf = (host: string, port: number, alias?: string): KnownNames =>
  alias === undefined
    ? { names: [knownName(host, port)], plain: port === 22 ? undefined : knownName(host, 22) }
    : { names: [alias.toLowerCase(), knownName(alias, port)], plain: undefined };

/** Whether a line is about a machine at all. To ask each line once is enough: to compare a hashed name takes a hash. */
export const concerns = ({ hosts }: KnownKey, { names, plain }: KnownNames): boolean =>
  matchesAny(hosts, plain === undefined ? names : [...names, plain]);

/** The keys that count for a machine, the revoked ones left out. */
export const keysOf = (keys: readonly KnownKey[], { names }: KnownNames): KnownKey[] => marked(keys, undefined, names);

/**
 * Of the names on a line that counts for a machine, those that are not the machine's; undefined where a pattern fits it,
 * which can't be taken apart.
 */
export function namesOnLine(hosts: string, { names }: KnownNames): string[] | undefined {
  if (hosts.startsWith('|')) return [];
  const others = hosts.split(',').filter((name) => !names.includes(name.toLowerCase()));
  return matchesAny(others.join(','), names) ? undefined : others;
}

/** The keys of the address's usual port, which OpenSSH accepts for another one. */
export const lentOf = (keys: readonly KnownKey[], { plain }: KnownNames): KnownKey[] =>
  plain === undefined ? [] : marked(keys, undefined, [plain]);

/** The authorities whose certificates vouch for a machine. */
export const authoritiesOf = (keys: readonly KnownKey[], { names, plain }: KnownNames): KnownKey[] =>
  marked(keys, '@cert-authority', plain === undefined ? names : [...names, plain]);

const marked = (keys: readonly KnownKey[], marker: string | undefined, names: readonly string[]) =>
  keys.filter((key) => key.marker === marker && matchesAny(key.hosts, names));

const matchesAny = (hosts: string, names: readonly string[]): boolean => names.some((name) => matches(hosts, name));

/**
 * What the file says of the key a machine shows. A key of a type that is not in the file is a change where another type
 * is: known types are asked for first, so a machine that has the known key would have shown it.
 */
export function judge(keys: readonly KnownKey[], known: KnownNames, blob: Buffer): Verdict {
  const base64 = blob.toString('base64');
  const { names, plain } = known;
  const everyName = plain === undefined ? names : [...names, plain];
  const revoked = marked(keys, '@revoked', everyName).find((key) => key.base64 === base64);
  if (revoked) return { is: 'revoked', line: revoked.line };
  const own = keysOf(keys, known);
  if (own.some((key) => key.base64 === base64)) return { is: 'trusted', lent: false };
  if (own.length > 0) return { is: 'changed', known: own };
  const elsewhere = lentOf(keys, known);
  return elsewhere.some((key) => key.base64 === base64) ? { is: 'trusted', lent: true } : { is: 'unknown', elsewhere };
}

/** `SHA256:…` as OpenSSH prints it. */
export const fingerprintOf = (blob: Buffer): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;

export const fingerprintsOf = (keys: readonly Pick<KnownKey, 'base64'>[]): string[] =>
  keys.map(({ base64 }) => fingerprintOf(Buffer.from(base64, 'base64')));

/** The type that a public key begins with, such as `ssh-ed25519`. */
export function typeOf(blob: Buffer): string {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  return blob.toString('latin1', 4, 4 + length);
}

function matches(hosts: string, name: string): boolean {
  return hosts.startsWith('|') ? matchesHashed(hosts, name) : matchesList(hosts.toLowerCase().split(','), name);
}

/** `|1|SALT|HASH`: HMAC-SHA1 of the name, keyed with the salt. */
function matchesHashed(hosts: string, name: string): boolean {
  const [, version, salt, hash] = hosts.split('|');
  if (version !== '1' || !salt || !hash) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}
