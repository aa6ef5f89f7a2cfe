import { homedir, hostname, userInfo } from 'node:os';
import { NightkeepError } from '../../contract/index.ts';

/** What the percent tokens of ssh_config(5), TOKENS, stand for. */
export type Tokens = Record<string, string>;

/** The account that Nightkeep runs as; its name is unknown where the account has no line in passwd. */
export function localUser(): { name: string | undefined; home: string } {
  try {
    const { username, homedir: home } = userInfo();
    return { name: username, home };
  } catch {
    return { name: process.env.USER || process.env.LOGNAME, home: homedir() };
  }
}

/** The tokens of a connection. `alias` is the name that was asked for, `host` what it resolves to. */
export function tokensOf(of: { alias: string; host: string; port: number; user: string; keyName?: string }): Tokens {
  const { alias, host, port, user, keyName } = of;
  return {
    ...localTokens(),
    h: host,
    n: alias,
    p: String(port),
    r: user,
    k: keyName ?? host,
  };
}

function localTokens(): Tokens {
  const name = hostname();
  return {
    d: homedir(),
    i: String(process.getuid?.() ?? 0),
    l: name,
    L: name.split('.')[0] ?? name,
    u: localUser().name ?? '',
  };
}

/** Throws bad-input for a token that this does not know, as ssh ends with a word of its own. */
export function expandTokens(text: string, tokens: Tokens): string {
  return text.replace(/%(.)/g, (_all, token: string) => {
    const value = token === '%' ? '%' : tokens[token];
    if (value === undefined) throw cantExpand(text, `%${token} is not known in it`);
    return value;
  });
}

/** `~`, `${VAR}` and the tokens of a path. Throws bad-input where a variable is not set, as ssh does. */
export function expandPath(path: string, tokens: Tokens = localTokens()): string {
  const home = path === '~' || path.startsWith('~/') ? homedir() + path.slice(1) : path;
  return expandTokens(expandVariables(home), tokens);
}

export function expandVariables(text: string): string {
  return text.replace(/\$\{([^}]*)\}/g, (_all, name: string) => {
    const value = process.env[name];
    if (value === undefined) throw cantExpand(text, `the variable ${name} is not set`);
    return value;
  });
}

const cantExpand = (text: string, why: string) =>
  new NightkeepError('bad-input', `“${text}” in the OpenSSH configuration can't be used: ${why}.`);
