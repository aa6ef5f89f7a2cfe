import type { KeyLine } from '../contract/index.ts';

/** What signatures that prove a key are made for: one that a key made for anything else proves nothing here. */
export const PROOF_NAMESPACE = 'gate@nightkeep';

/**
 * What a host signs to show that it holds a key: a signature that it got elsewhere or at another time, or that another
 * host made, is of another text.
 *
 * @param nonce a text that nobody can know before
 */
export const challengeOf = (host: string, server: string, nonce: string): string =>
  `the key of ${host} on ${server}: ${nonce}`;

/** A key that a host says it holds, after a look at what it signed. */
export interface ClaimedKey {
  /** `TYPE BASE64`. */
  text: string;
  /** `SHA256:…` as OpenSSH prints it. */
  fingerprint: string;
  /** `forged`: the host gave a signature that is wrong. */
  proof: 'proven' | 'unsigned' | 'forged';
  /** Why it is not proven, as the end of a sentence; empty where it is. */
  why: string;
}

/** A line of a server's authorized_keys with a key that a host says it holds. */
export interface ClaimedLine extends KeyLine {
  claim: ClaimedKey;
  comment: string;
}

/**
 * What speaks against binding a line, in plain sentences: such a line is bound only by the fingerprint of its key. A
 * line that is bound to the host's gate already has nothing to lose.
 *
 * @param names what the host is called by
 */
export function doubtsOf(line: ClaimedLine, host: string, names: readonly string[]): string[] {
  if (line.state === 'gated') return [];
  const { claim, comment } = line;
  const doubts: string[] = [];
  if (claim.proof !== 'proven') doubts.push(`${host} did not prove that it holds this key: ${claim.why}`);
  if (comment !== '' && !names.some((name) => isNamedIn(comment, name))) {
    doubts.push(`Its comment, “${comment}”, names somebody or something else than ${host}.`);
  }
  return doubts;
}

/** As a word of its own, or as what a longer name of the same machine begins with: jail1 is not in root@jail15. */
function isNamedIn(comment: string, name: string): boolean {
  const [text, wanted] = [comment.toLowerCase(), name.toLowerCase()];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const [before = '', after = ''] = [text[at - 1], text[at + wanted.length]];
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}

/** Which keys are to be bound, or why nothing is: a sentence, with what to do. */
export type Choice = { chosen: Set<string> } | { refused: string; fingerprints: string[] };

/**
 * What is bound: of the lines on all servers those whose fingerprints are named, or without names all of them, where
 * nothing speaks against any.
 *
 * @param named fingerprints
 * @param isLook only to see what would be done: lines with doubts are left out instead of refused
 */
export function chooseKeys(
  lines: readonly (ClaimedLine & { server: string; doubts: readonly string[] })[],
  host: string,
  named: readonly string[] | undefined,
  isLook: boolean,
): Choice {
  const isNamed = (fingerprint: string) => named?.includes(fingerprint) ?? true;
  const meant = lines.filter(({ claim }) => isNamed(claim.fingerprint));
  const unknown = named?.filter((name) => !meant.some(({ claim }) => claim.fingerprint === name)) ?? [];
  if (unknown.length > 0) {
    const servers = [...new Set(lines.map(({ server }) => server))].join(' and ');
    return {
      refused: `${servers} ${servers.includes(' and ') ? 'accept' : 'accepts'} no key with the fingerprint ${unknown.join(', ')} that ${host} uses. Nothing was bound.`,
      fingerprints: unknown,
    };
  }
  const isForbidden = ({ claim, state }: ClaimedLine) => claim.proof === 'forged' && state !== 'gated';
  const refused = meant.filter((line) => (named ? isForbidden(line) : line.doubts.length > 0));
  const lost = new Set(refused.map(({ claim }) => claim.fingerprint));
  if (lost.size > 0 && !(isLook && !named)) {
    return {
      refused: `Nothing was bound. ${refused.map((line) => refusalOf(line, host)).join(' ')}`,
      fingerprints: [...lost],
    };
  }
  return { chosen: new Set(meant.map(({ claim }) => claim.fingerprint).filter((each) => !lost.has(each))) };
}

function refusalOf(line: ClaimedLine & { server: string; doubts: readonly string[] }, host: string): string {
  const { claim, number, file, server, doubts } = line;
  const next =
    claim.proof === 'forged'
      ? `It is never bound for ${host}; look at what answers there, and name the fingerprints of the other keys to bind those alone.`
      : `If you know that nobody but ${host} uses it, name it: "keys": ["${claim.fingerprint}"]. If not, name the fingerprints of the other keys to bind those alone.`;
  return `The key ${claim.fingerprint} in line ${number} of ${file} on ${server} is not known to be a key of ${host}, which names it as its own. ${doubts.join(' ')} ${next}`;
}

/** Why a host that signed nothing gave no proof, and what to do; as the end of a sentence. */
export function whyUnsigned(unsigned: 'old' | 'missing' | 'hardware' | 'failed', host: string): string {
  switch (unsigned) {
    case 'old':
      return `its ssh-keygen is too old to sign, which takes OpenSSH 8.1 or later. Upgrade OpenSSH on ${host}.`;
    case 'missing':
      return `it has no ssh-keygen. Install it on ${host}.`;
    case 'hardware':
      return 'the key lives in a security key, which somebody would have to touch.';
    default:
      return `its ssh-keygen could not sign with it, as where the private key is not on ${host}, or has a passphrase and no agent holds it.`;
  }
}
