/** What an OpenSSH client configuration names. */
export interface SshNames {
  /** The `Host` names that are no patterns, in their order, each once. */
  aliases: string[];
  /** What `Include` lines name. */
  includes: string[];
}

/** Reads the text of a ~/.ssh/config for what it names; what the names mean, ssh says itself. */
export function sshNamesIn(text: string): SshNames {
  const aliases = new Set<string>();
  const includes: string[] = [];
  for (const line of text.split('\n')) {
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? [];
    if (/^include$/i.test(keyword)) includes.push(...wordsOf(rest));
    if (/^host$/i.test(keyword)) for (const word of wordsOf(rest)) if (!/[*?!]/.test(word)) aliases.add(word);
  }
  return { aliases: [...aliases], includes };
}

const wordsOf = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|([^\s"]+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').filter(Boolean);
