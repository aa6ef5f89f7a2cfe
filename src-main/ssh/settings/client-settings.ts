import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Asked, Words } from './ssh-g.ts';
import { expandPath, expandTokens, localUser, type Tokens, tokensOf } from './tokens.ts';

/** What the OpenSSH configuration says of one machine, its tokens and variables expanded. */
export interface ClientSettings {
  hostName: string;
  port: number;
  user: string;
  identityFiles: string[];
  /** False where nobody named a key, so that these are the ones OpenSSH tries by itself. */
  identityNamed: boolean;
  certificateFiles: string[];
  identitiesOnly: boolean;
  /** A socket's path, or `none`. Undefined where the environment tells. */
  identityAgent: string | undefined;
  /** `[user@]host[:port]`, separated by commas, the first one being the first to connect to. */
  proxyJump: string | undefined;
  /** A command line for the account's shell. */
  proxyCommand: string | undefined;
  hostKeyAlias: string | undefined;
  /** Files of known host keys that are only read. Undefined where there is no OpenSSH client to name them. */
  knownHosts: string[] | undefined;
  revokedHostKeys: string | undefined;
  addressFamily: 0 | 4 | 6;
  bindAddress: string | undefined;
  connectTimeoutMs: number | undefined;
  algorithms: AlgorithmWords;
  methods: LoginMethods;
  /** A line that only OpenSSH's own client can honour. */
  needsOpenSsh: string | undefined;
}

/** Comma-separated lists as the configuration has them; without an OpenSSH client they may begin with `+`, `-` or `^`. */
export interface AlgorithmWords {
  kex: string | undefined;
  ciphers: string | undefined;
  macs: string | undefined;
  hostKeys: string | undefined;
  /** For the keys of the person who logs in. */
  userKeys: string | undefined;
}

/** Which ways of logging in are allowed, and in which order those that ask the person are tried. */
export interface LoginMethods {
  publickey: boolean;
  asking: ('keyboard-interactive' | 'password')[];
  /** The machine may know this account by Kerberos, or by the machine it comes from. */
  others: boolean;
}

/** The keys that OpenSSH tries where nothing names one. */
const defaultIdentities = ['id_rsa', 'id_ecdsa', 'id_ecdsa_sk', 'id_ed25519', 'id_ed25519_sk', 'id_xmss', 'id_dsa'].map(
  (name) => `~/.ssh/${name}`,
);

export function settingsFrom(words: Words, asked: Asked): ClientSettings {
  const one = (word: string) => {
    const value = words.get(word)?.[0];
    return value === undefined || /^none$/i.test(value) ? undefined : value;
  };
  const yes = (word: string, otherwise = false) => {
    const value = one(word);
    return value === undefined ? otherwise : /^(?:yes|true)$/i.test(value);
  };
  const hostName = one('hostname') ?? asked.name;
  const port = asked.port ?? (Number(one('port')) || 22);
  const user = asked.user ?? one('user') ?? localUser().name ?? '';
  const hostKeyAlias = one('hostkeyalias');
  const tokens = tokensOf({ alias: asked.name, host: hostName, port, user, keyName: hostKeyAlias });
  const files = (word: string) => (words.get(word) ?? []).filter((file) => !/^none$/i.test(file));
  const identities = words.get('identityfile') ?? defaultIdentities;
  const proxyJump = one('proxyjump');
  const proxyCommand = one('proxycommand');
  const seconds = Number(one('connecttimeout'));
  return {
    hostName,
    port,
    user,
    identityFiles:
      files('identityfile').length > 0 || words.has('identityfile')
        ? files('identityfile').map((file) => expandPath(file, tokens))
        : defaultIdentities.map((file) => expandPath(file, tokens)),
    identityNamed: identities.join('\n') !== defaultIdentities.join('\n') && !isDefault(identities),
    certificateFiles: files('certificatefile').map((file) => expandPath(file, tokens)),
    identitiesOnly: yes('identitiesonly'),
    identityAgent: agentOf(words.get('identityagent')?.[0], tokens),
    proxyJump: proxyJump && expandTokens(proxyJump, tokens),
    proxyCommand: proxyCommand && expandTokens(proxyCommand, tokens),
    hostKeyAlias,
    knownHosts: knownHostsOf(words, tokens),
    revokedHostKeys: one('revokedhostkeys') && expandPath(one('revokedhostkeys') as string, tokens),
    addressFamily: one('addressfamily') === 'inet' ? 4 : one('addressfamily') === 'inet6' ? 6 : 0,
    bindAddress: one('bindaddress'),
    connectTimeoutMs: seconds > 0 ? seconds * 1000 : undefined,
    algorithms: {
      kex: one('kexalgorithms'),
      ciphers: one('ciphers'),
      macs: one('macs'),
      hostKeys: one('hostkeyalgorithms'),
      userKeys: one('pubkeyacceptedalgorithms') ?? one('pubkeyacceptedkeytypes'),
    },
    methods: methodsOf(one, yes),
    needsOpenSsh: onlyOpenSsh(one, yes),
  };
}

/** Versions of OpenSSH differ in which they try, but not in where they lie. */
const isDefault = (identities: readonly string[]) =>
  identities.length > 1 &&
  identities.every((file) => /^~\/\.ssh\/id_\w+$/.test(file)) &&
  identities.includes('~/.ssh/id_rsa') &&
  identities.includes('~/.ssh/id_ed25519');

function agentOf(value: string | undefined, tokens: Tokens): string | undefined {
  if (value === undefined || value === 'SSH_AUTH_SOCK') return undefined;
  if (/^none$/i.test(value)) return 'none';
  if (/^\$\w+$/.test(value)) return process.env[value.slice(1)] ?? 'none';
  return expandPath(value, tokens);
}

function knownHostsOf(words: Words, tokens: Tokens): string[] | undefined {
  const values = ['userknownhostsfile', 'globalknownhostsfile'].map((word) => words.get(word)?.[0]);
  if (values.every((value) => value === undefined)) return undefined;
  return (
    values
      .flatMap((value, index) => value ?? (index === 0 ? join(homedir(), '.ssh', 'known_hosts') : []))
      // Several files stand in one line, and a path may have blanks.
      .flatMap((value) => value.split(/ (?=[/~%$]|[A-Za-z]:[\\/])/))
      .filter((file) => !/^none$/i.test(file))
      .map((file) => expandPath(file, tokens))
  );
}

type One = (word: string) => string | undefined;
type Yes = (word: string, otherwise?: boolean) => boolean;

function methodsOf(one: One, yes: Yes): LoginMethods {
  const preferred = one('preferredauthentications')?.split(',');
  const allowed = {
    publickey: yes('pubkeyauthentication', true) || /^(?:unbound|host-bound)$/i.test(one('pubkeyauthentication') ?? ''),
    'keyboard-interactive': yes('kbdinteractiveauthentication', yes('challengeresponseauthentication', true)),
    password: yes('passwordauthentication', true),
  };
  const order = preferred ?? ['publickey', 'keyboard-interactive', 'password'];
  return {
    publickey: allowed.publickey && order.includes('publickey'),
    asking: order
      .filter((method) => method === 'keyboard-interactive' || method === 'password')
      .filter((method) => allowed[method]),
    others:
      (yes('gssapiauthentication') && (!preferred || preferred.includes('gssapi-with-mic'))) ||
      (yes('hostbasedauthentication') && (!preferred || preferred.includes('hostbased'))),
  };
}

function onlyOpenSsh(one: One, yes: Yes): string | undefined {
  if (one('knownhostscommand')) return 'KnownHostsCommand';
  if (one('pkcs11provider')) return 'PKCS11Provider';
  if (one('bindinterface')) return 'BindInterface';
  if (yes('proxyusefdpass')) return 'ProxyUseFdpass';
  if (yes('verifyhostkeydns')) return 'VerifyHostKeyDNS';
  return undefined;
}
