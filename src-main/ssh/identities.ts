import { sign } from 'node:crypto';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ParsedKey } from 'ssh2';
import { type Agent, type AgentKey, openAgent } from './agent.ts';
import { type PrivateKey, parse } from './key-formats.ts';
import type { Keyring, LoadedKey } from './keyring.ts';
import type { Target } from './target.ts';

/** A key that a machine can be offered. */
export interface Identity {
  /** For messages. */
  label: string;
  publicKey: ParsedKey;
  /** Throws KeyLocked where a passphrase is needed for that. */
  sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>;
}

export interface LockedKey {
  file: string;
  wrongPassphrase: boolean;
}

export class KeyLocked extends Error {
  readonly key: LockedKey;

  constructor(key: LockedKey) {
    super(`the key ${key.file} is locked`);
    this.key = key;
  }
}

export interface Identities {
  /** In the order in which they are offered. */
  keys: Identity[];
  /** What was named and can't be offered, in words. */
  problems: string[];
  /** A locked key whose public half is unknown, so that a machine can't be asked whether it would do. */
  locked: LockedKey | undefined;
  /** What only OpenSSH's own client can show a machine. */
  forOpenSsh: string | undefined;
}

/**
 * The keys for a machine, in files and in the agent, as one list: first those that were named, by the agent where it
 * holds them, then the agent's others, then the usual files. A named key is never behind more than a server lets try.
 * With `open` a passphrase that was given is used up.
 */
export async function gatherIdentities(target: Target, keyring: Keyring, open: boolean): Promise<Identities> {
  const problems: string[] = [];
  const agent = target.agent === undefined ? undefined : await openAgent(target.agent, (why) => problems.push(why));
  const files = await Promise.all(
    target.identityFiles.map(async (file) => ({ file, loaded: await keyring.load(file, target.machine, open) })),
  );
  const gathered = files.map((one) => offerFile(one.file, one.loaded, agent, target));
  const named = gathered.flatMap(({ identity }) => identity ?? []);
  const blobs = new Set(gathered.flatMap(({ blob }) => blob?.toString('base64') ?? []));
  const others = target.identitiesOnly
    ? []
    : (agent?.keys ?? []).filter((key) => !blobs.has(key.blob.toString('base64')));
  const ofAgent = agent ? others.flatMap((key) => offerHeld(key, agent) ?? []) : [];
  const held = named.filter((identity) => identity.held);
  const inFiles = named.filter((identity) => !identity.held);
  const accepted = target.settings.algorithms.userKeys;
  const offered = [...held, ...(target.identityNamed ? [...inFiles, ...ofAgent] : [...ofAgent, ...inFiles])];
  const keys = offered.filter(({ publicKey }) => isAccepted(publicKey.type, accepted));
  const leftOut = offered.filter((identity) => !keys.includes(identity));
  problems.push(
    ...leftOut.map(
      ({ label, publicKey }) => `${label} is of a type (${publicKey.type}) that PubkeyAcceptedAlgorithms leaves out`,
    ),
  );
  return {
    keys,
    problems: [...problems, ...gathered.flatMap(({ problem }) => problem ?? [])],
    locked: gathered.find(({ locked }) => locked)?.locked,
    forOpenSsh:
      certificateHeld(others) ??
      gathered.find(({ forOpenSsh }) => forOpenSsh)?.forOpenSsh ??
      others
        .find(({ type }) => type.startsWith('sk-'))
        ?.type.replace(/^/, 'a key in a security key, which the agent holds: '),
  };
}

interface Offer {
  identity?: Identity & { held: boolean };
  blob?: Buffer | undefined;
  problem?: string;
  locked?: LockedKey;
  forOpenSsh?: string;
}

function offerFile(file: string, loaded: LoadedKey, agent: Agent | undefined, target: Target): Offer {
  const label = `the key ${file}`;
  const blob = loaded.state === 'ready' ? Buffer.from(loaded.key.blob) : 'blob' in loaded ? loaded.blob : undefined;
  const held = blob && agent?.keys.find((key) => key.blob.equals(blob));
  const byAgent = held && agent ? offerHeld(held, agent) : undefined;
  if (byAgent) return { identity: { ...byAgent, label: `${label} (held by the agent)`, held: true }, blob };
  if (held?.type.startsWith('sk-'))
    return { forOpenSsh: `${label}: it lives in a security key that the agent holds`, blob };
  switch (loaded.state) {
    case 'ready': {
      const publicKey = parse(Buffer.from(loaded.key.blob));
      if (publicKey instanceof Error) return problemOf(target, `${label} can't be used: ${publicKey.message}`, blob);
      return { identity: { label, publicKey, sign: signer(loaded.key, publicKey.type), held: false }, blob };
    }
    case 'locked': {
      const locked = { file, wrongPassphrase: loaded.wrongPassphrase };
      const publicKey = blob && parse(blob);
      if (!publicKey || publicKey instanceof Error) return { locked, blob };
      return { identity: { label, publicKey, sign: () => Promise.reject(new KeyLocked(locked)), held: false }, blob };
    }
    case 'for-openssh':
      return { forOpenSsh: `the key ${file}: ${loaded.why}`, blob };
    case 'public':
      return problemOf(target, `${label} has only its public half here, and no agent holds the private one`, blob);
    case 'missing':
      return problemOf(target, `${label} is not there`, undefined);
    case 'unusable':
      return problemOf(target, `${label} can't be used: ${loaded.why}`, undefined);
  }
}

const problemOf = ({ identityNamed }: Target, problem: string, blob: Buffer | undefined): Offer =>
  identityNamed ? { problem, blob } : { blob };

function offerHeld(key: AgentKey, agent: Agent): (Identity & { held: boolean }) | undefined {
  const publicKey = parse(key.blob);
  if (publicKey instanceof Error || publicKey.type !== key.type) return undefined;
  const label = `the agent's key ${key.comment || key.type}`;
  return { label, publicKey, sign: (data, hash) => agent.sign(publicKey, data, hash), held: true };
}

/** What is signed is hashed so by a type of key, where the machine and we did not agree on something else. */
const HASHES: Record<string, string> = {
  'ssh-rsa': 'sha1',
  'ssh-dss': 'sha1',
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
};

/** Signs in a thread of Node's own: with a large RSA key it takes a third of a second. */
const signer =
  ({ pem }: PrivateKey, type: string) =>
  (data: Buffer, hash: string | undefined): Promise<Buffer> =>
    promisify(sign)(hash ?? HASHES[type], data, pem);

/** An RSA key is accepted where any of its kinds of signature is. */
function isAccepted(type: string, list: string | undefined): boolean {
  if (list === undefined || /^[+^-]/.test(list)) return true;
  const accepted = list.split(',');
  return (
    accepted.includes(type) || (type === 'ssh-rsa' && accepted.some((name) => /^rsa-sha2-(?:256|512)$/.test(name)))
  );
}

const certificateHeld = (keys: readonly AgentKey[]): string | undefined => {
  const held = keys.find(({ type }) => /-cert-v\d\d@/.test(type));
  return held && `the certificate ${held.comment || held.type}, which the agent holds`;
};

/** A certificate of the person, in a file of its own or beside a key. */
export async function certificateOf(target: Target): Promise<string | undefined> {
  const beside = target.identityFiles.map((file) => `${file.replace(/\.pub$/, '')}-cert.pub`);
  for (const file of [...target.settings.certificateFiles, ...beside]) {
    const there = await access(file).then(
      () => true,
      () => false,
    );
    if (there) return `the certificate ${file}`;
  }
  return undefined;
}
