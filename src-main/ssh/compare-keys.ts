import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ComparedKey, type ComparedKeys, type HostKey, NightkeepError } from '../contract/index.ts';
import type { HostKeys, KeyOwner, KnownMachine } from './host-keys.ts';
import {
  fingerprintOf,
  fingerprintsOf,
  type KnownKey,
  keysOf,
  namesOf,
  parseKnownHosts,
  typeOf,
} from './known-hosts.ts';

export interface CompareOptions {
  hostKeys: HostKeys;
  /** How a machine of the fleet is found in a known_hosts. Throws NightkeepErrors. */
  ownerOf: (machine: string) => Promise<KeyOwner>;
}

/** A key of a list, with what is to be written of it. */
interface FoundKey {
  compared: ComparedKey;
  blob: Buffer;
  /** What the machine is called in a known_hosts. */
  name: string;
}

/** Longer than any key: of RSA with 16,384 bits. */
const LONGEST_KEY = 4096;

/** Compares a known_hosts file, or what ssh-keyscan printed, with what is known of these machines. Writes nothing. */
export async function compareKeys(
  options: CompareOptions,
  machines: readonly string[],
  text: string,
): Promise<ComparedKeys> {
  const { found, listed, problems } = await find(options, machines, text);
  const used = new Set(found.map(({ compared }) => compared.line));
  const marked = listed.filter(({ marker }) => marker !== undefined).length;
  return {
    keys: found.map(({ compared }) => compared),
    others: listed.filter(({ line, marker }) => marker === undefined && !used.has(line)).length,
    marked,
    problems,
  };
}

/**
 * What is to be written for some keys of such a list, compared once more. Throws conflict, naming the machine, where one
 * is not in the list or may not be taken: a changed key never is.
 */
export async function keysToTake(
  options: CompareOptions,
  text: string,
  wanted: readonly Pick<HostKey, 'machine' | 'fingerprint'>[],
): Promise<{ machine: string; name: string; blob: Buffer }[]> {
  const { found } = await find(options, [...new Set(wanted.map(({ machine }) => machine))], text);
  const key = (machine: string, fingerprint: string) => `${machine}\0${fingerprint}`;
  const byKey = new Map(found.map((one) => [key(one.compared.machine, one.compared.fingerprint), one]));
  return wanted.map(({ machine, fingerprint }) => {
    const one = byKey.get(key(machine, fingerprint));
    if (one && (one.compared.is === 'new' || one.compared.is === 'further'))
      return { machine, name: one.name, blob: one.blob };
    const why = one ? `${one.compared.is} by now` : 'not in the list';
    throw new NightkeepError(
      'conflict',
      `the key ${fingerprint} of ${machine} is ${why}, so none was trusted; compare the list again`,
      { machine, fingerprint },
    );
  });
}

async function find({ hostKeys, ownerOf }: CompareOptions, machines: readonly string[], text: string) {
  const listed = parseKnownHosts(text);
  const keysNamed = finderOf(listed.filter(({ marker }) => marker === undefined));
  const shown = new Map(hostKeys.pending().map((key) => [key.machine, key]));
  const found: FoundKey[] = [];
  const problems: string[] = [];
  for (const machine of machines) {
    try {
      const owner = await ownerOf(machine);
      found.push(...ofMachine(owner, keysNamed(owner), await hostKeys.of(owner), shown.get(machine)));
    } catch (error) {
      if (!(error instanceof NightkeepError)) throw error;
      problems.push(error.message);
    }
    // Hashed names are tried one by one: whoever asks for something else gets a turn.
    await nextTurn();
  }
  return { found, listed, problems };
}

/** Finds the keys of a machine by its name; only hashed names and patterns are gone through for each. */
function finderOf(listed: readonly KnownKey[]): (owner: KeyOwner) => KnownKey[] {
  const byName = new Map<string, KnownKey[]>();
  const others: KnownKey[] = [];
  const add = (name: string, key: KnownKey) => {
    const keys = byName.get(name);
    if (keys) keys.push(key);
    else byName.set(name, [key]);
  };
  for (const key of listed) {
    if (/[|*?!]/.test(key.hosts)) others.push(key);
    else for (const name of key.hosts.toLowerCase().split(',')) add(name, key);
  }
  return ({ host, port, alias }) => {
    const names = namesOf(host, port, alias);
    const plain = names.names.flatMap((name) => byName.get(name) ?? []);
    return [...new Set([...plain, ...keysOf(others, names)])].sort((a, b) => a.line - b.line);
  };
}

function ofMachine(
  owner: KeyOwner,
  listed: readonly KnownKey[],
  known: KnownMachine,
  shown: HostKey | undefined,
): FoundKey[] {
  const { machine, host, port, alias } = owner;
  const found = new Map<string, FoundKey>();
  for (const { line, type, base64 } of listed) {
    const blob = base64.length > LONGEST_KEY ? Buffer.alloc(0) : Buffer.from(base64, 'base64');
    if (typeOf(blob) !== type) continue;
    const fingerprint = fingerprintOf(blob);
    if (found.has(fingerprint)) continue;
    const { is, instead } = standingOf(known, blob);
    const compared: ComparedKey = { machine, host: alias ?? host, port, keyType: type, fingerprint, line, is };
    if (instead.length > 0) compared.instead = instead;
    if (shown) compared.shown = shown.fingerprint === fingerprint ? 'this' : 'another';
    found.set(fingerprint, { compared, blob, name: namesOf(host, port, alias).names[0] });
  }
  const all = [...found.values()];
  // Where one key of a machine is another than before, no other of it is taken from the same list either.
  const isChanged = all.some(({ compared }) => compared.is === 'changed');
  for (const { compared } of isChanged ? all : []) if (compared.is === 'further') compared.is = 'changed';
  return all;
}

function standingOf(known: KnownMachine, blob: Buffer): { is: ComparedKey['is']; instead: string[] } {
  const verdict = known.judge(blob);
  switch (verdict.is) {
    case 'trusted':
      return { is: 'known', instead: [] };
    case 'unknown':
      return { is: 'new', instead: [] };
    case 'revoked':
      return { is: 'revoked', instead: [] };
    case 'changed': {
      const isOfType = verdict.known.some(({ type }) => type === typeOf(blob));
      return { is: isOfType ? 'changed' : 'further', instead: fingerprintsOf(verdict.known) };
    }
  }
}
