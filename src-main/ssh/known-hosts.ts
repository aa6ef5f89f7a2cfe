import { createHash, createHmac } from 'node:crypto';

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
  | { is: 'trusted' }
  | { is: 'unknown' }
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

/** The keys that count for a machine, the revoked ones left out. */
export function keysOf(keys: readonly KnownKey[], host: string, port: number): KnownKey[] {
  const name = knownName(host, port);
  return keys.filter((key) => key.marker === undefined && matches(key.hosts, name));
}

/**
 * What the file says of the key a machine shows. A key of a type that is not in the file is a change where another type
 * is: known types are asked for first, so a machine that has the known key would have shown it.
 */
export function judge(keys: readonly KnownKey[], host: string, port: number, blob: Buffer): Verdict {
  const base64 = blob.toString('base64');
  const name = knownName(host, port);
  const revoked = keys.find((key) => key.marker === '@revoked' && key.base64 === base64 && matches(key.hosts, name));
  if (revoked) return { is: 'revoked', line: revoked.line };
  const known = keysOf(keys, host, port);
  if (known.some((key) => key.base64 === base64)) return { is: 'trusted' };
  if (known.length > 0) return { is: 'changed', known };
  // OpenSSH, too, accepts the key of the plain name for another port, but takes no offence at a different one.
  const plain = port === 22 ? [] : keysOf(keys, host, 22);
  return plain.some((key) => key.base64 === base64) ? { is: 'trusted' } : { is: 'unknown' };
}

/** `SHA256:…` as OpenSSH prints it. */
export const fingerprintOf = (blob: Buffer): string =>
  `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;

/** The type that a public key begins with, such as `ssh-ed25519`. */
export function typeOf(blob: Buffer): string {
  const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
  return blob.toString('latin1', 4, 4 + length);
}

function matches(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return matchesHashed(hosts, name);
  let matched = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}

/** `|1|SALT|HASH`: HMAC-SHA1 of the name, keyed with the salt. */
function matchesHashed(hosts: string, name: string): boolean {
  const [, version, salt, hash] = hosts.split('|');
  if (version !== '1' || !salt || !hash) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

/** `*` stands for any text and `?` for one character; `[`, `]` and all others for themselves. */
function matchesPattern(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  const source = pattern
    .replace(/[\\^$.|+(){}[\]]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
