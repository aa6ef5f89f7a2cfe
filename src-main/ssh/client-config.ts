import { globSync, readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import SSHConfig, { type MatchOptions } from 'ssh-config';
import { NightkeepError } from '../contract/index.ts';

/** What an OpenSSH client configuration says of one name. Undefined where it says nothing. */
export interface ClientSettings {
  hostName?: string;
  port?: number;
  user?: string;
  identityFiles: string[];
  identitiesOnly: boolean;
  /** A socket's path; `none` turns the agent off. */
  identityAgent?: string;
  /** `[user@]host[:port]`, separated by commas, the first one being the first to connect to. */
  proxyJump?: string;
  hostKeyAlias?: string;
}

/** Reads what the file says of `name`. A file that is not there says nothing. `user` counts for `Match user`. */
export function readClientSettings(path: string | undefined, name: string, user?: string): ClientSettings {
  const text = path === undefined ? '' : expandIncludes(path, 0);
  const found = compute(path, text, user === undefined ? { Host: name } : { Host: name, User: user });
  const one = (key: string): string | undefined => {
    const value = found[key];
    return Array.isArray(value) ? value[0] : value;
  };
  const identities = found.identityfile ?? [];
  const port = Number(one('port'));
  const hostName = one('hostname');
  const remoteUser = user ?? one('user');
  const tokens = { h: hostName ?? name, n: name, r: remoteUser ?? '', p: one('port') ?? '22' };
  return {
    hostName: hostName && expandTokens(hostName, { h: name }),
    port: Number.isInteger(port) && port > 0 && port < 65536 ? port : undefined,
    user: remoteUser,
    identityFiles: (Array.isArray(identities) ? identities : [identities])
      .filter((file) => file !== 'none')
      .map((file) => expandPath(file, tokens)),
    identitiesOnly: one('identitiesonly')?.toLowerCase() === 'yes',
    identityAgent: one('identityagent') && expandAgent(one('identityagent') as string, tokens),
    proxyJump: one('proxyjump'),
    hostKeyAlias: one('hostkeyalias'),
  };
}

function compute(path: string | undefined, text: string, of: { Host: string; User?: string }) {
  try {
    // Match exec would run commands of the file in this process, and block it.
    return SSHConfig.parse(text).compute(of as MatchOptions, { ignoreCase: true, matchExec: false });
  } catch (error) {
    throw new NightkeepError(
      'bad-input',
      `${path} can't be understood: ${(error as Error).message}. Check it with ssh -G.`,
      { path },
    );
  }
}

/** The keys that OpenSSH tries where nothing names one. */
export const defaultIdentityFiles = (): string[] =>
  ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => join(homedir(), '.ssh', name));

/** `~` and the tokens of ssh_config(5) that can stand in a path. */
export function expandPath(path: string, tokens: Record<string, string> = {}): string {
  const home = path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path;
  return expandTokens(home, { d: homedir(), u: userInfo().username, ...tokens });
}

const expandTokens = (text: string, tokens: Record<string, string>) =>
  text.replace(/%(.)/g, (all, token: string) => (token === '%' ? '%' : (tokens[token] ?? all)));

function expandAgent(value: string, tokens: Record<string, string>): string | undefined {
  if (value === 'SSH_AUTH_SOCK') return process.env.SSH_AUTH_SOCK;
  if (value.startsWith('$')) return process.env[value.slice(1).replace(/^\{|\}$/g, '')];
  return expandPath(value, tokens);
}

/**
 * The file's text with its Include lines replaced by what they include, which the parser does not do. After each one
 * the section that was open is opened again, since an included file does not end it.
 */
function expandIncludes(path: string, depth: number): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return '';
  }
  let section = 'Match all';
  return text
    .split('\n')
    .map((line) => {
      const [, keyword = '', value = ''] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? [];
      if (/^(host|match)$/i.test(keyword)) section = line;
      if (!/^include$/i.test(keyword) || depth >= 16) return line;
      const patterns = [...value.matchAll(/"([^"]*)"|(\S+)/g)].map((found) => expandPath(found[1] ?? found[2] ?? ''));
      const included = patterns
        .map((pattern) => (isAbsolute(pattern) ? pattern : join(dirname(path), pattern)))
        .flatMap((pattern) => globSync(pattern).sort())
        .map((file) => expandIncludes(file, depth + 1));
      return [...included, section].join('\n');
    })
    .join('\n');
}
