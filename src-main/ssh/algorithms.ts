import type { Algorithms } from 'ssh2';
import { matchesPattern } from './patterns.ts';
import type { AlgorithmWords } from './settings/client-settings.ts';

/**
 * What the built-in client can do, best first. Group exchange is left out: to check the group that a machine makes up
 * takes ssh2 seconds to minutes in which nothing else goes on; OpenSSH's client does it in a process of its own.
 */
const can = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group14-sha256',
    'diffie-hellman-group15-sha512',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group17-sha512',
    'diffie-hellman-group18-sha512',
  ],
  // AES-GCM is done by OpenSSL in one step, so it is asked for first.
  ciphers: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ],
  macs: [
    'hmac-sha2-256-etm@openssh.com',
    'hmac-sha2-512-etm@openssh.com',
    'hmac-sha1-etm@openssh.com',
    'hmac-sha2-256',
    'hmac-sha2-512',
    'hmac-sha1',
  ],
  hostKeys: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  userKeys: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
} satisfies Record<keyof AlgorithmWords, string[]>;

/** What machines of 2013 and before have, and is used only where somebody allowed it. */
export const old = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1', 'diffie-hellman-group1-sha1'],
  ciphers: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'],
  macs: ['hmac-md5', 'hmac-sha1-96', 'hmac-md5-96'],
  hostKeys: ['ssh-rsa', 'ssh-dss'],
  userKeys: ['ssh-rsa', 'ssh-dss'],
} satisfies Record<keyof AlgorithmWords, string[]>;

/** The words as lists, with what an old machine is allowed besides. */
export type AlgorithmLists = Record<keyof AlgorithmWords, string[]>;

export function listsOf(words: AlgorithmWords, oldToo: boolean): AlgorithmLists {
  const list = (of: keyof AlgorithmWords) => {
    const said = apply(words[of], can[of], [...can[of], ...old[of]]);
    return oldToo ? [...said, ...old[of].filter((name) => !said.includes(name))] : said;
  };
  return {
    kex: list('kex'),
    ciphers: list('ciphers'),
    macs: list('macs'),
    hostKeys: list('hostKeys'),
    userKeys: list('userKeys'),
  };
}

/**
 * What the built-in client offers a machine, or the keyword of which it can do nothing that is allowed. Known types of
 * host key come first, so that a machine with several keys shows one that is known.
 */
export function offerOf(lists: AlgorithmLists, knownTypes: readonly string[]): Algorithms | { lacks: string } {
  const usable = (of: keyof AlgorithmWords) =>
    [...can[of], ...old[of].filter((name) => !name.includes('group-exchange'))].filter((name) =>
      lists[of].includes(name),
    );
  const known = new Set(
    knownTypes.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', type] : type)),
  );
  const hostKeys = lists.hostKeys.filter((name) => usable('hostKeys').includes(name));
  const offer = {
    kex: lists.kex.filter((name) => usable('kex').includes(name)),
    cipher: usable('ciphers'),
    hmac: usable('macs'),
    serverHostKey: [...hostKeys.filter((name) => known.has(name)), ...hostKeys.filter((name) => !known.has(name))],
  };
  const keywords = { kex: 'KexAlgorithms', cipher: 'Ciphers', hmac: 'MACs', serverHostKey: 'HostKeyAlgorithms' };
  for (const [name, keyword] of Object.entries(keywords)) {
    if (offer[name as keyof typeof offer].length === 0) return { lacks: keyword };
  }
  // All of them are names that ssh2 has, and its types don't know all of those.
  return offer as Algorithms;
}

/** A list as ssh_config(5) has it: whole, or with `+`, `-` or `^` before what changes of the usual one. */
function apply(said: string | undefined, usual: readonly string[], every: readonly string[]): string[] {
  if (said === undefined) return [...usual];
  const sign = /^[+^-]/.exec(said)?.[0];
  const patterns = (sign ? said.slice(1) : said).split(',');
  const named = (names: readonly string[]) =>
    names.filter((name) => patterns.some((pattern) => matchesPattern(pattern, name)));
  if (sign === undefined) return patterns;
  if (sign === '-') return usual.filter((name) => !named(usual).includes(name));
  const changed = [...new Set([...patterns.filter((pattern) => !/[*?]/.test(pattern)), ...named(every)])];
  const rest = usual.filter((name) => !changed.includes(name));
  return sign === '^' ? [...changed, ...rest] : [...rest, ...changed];
}
