import { type ChangedHostKey, type HostKey, NightkeepError } from '../contract/index.ts';
import type { KeyOwner } from './host-keys.ts';
import { fingerprintOf, fingerprintsOf, type KnownKey, namesOf, typeOf } from './known-hosts.ts';

/** A key that is not known yet. `elsewhere` are other keys that are known for the same address at its usual port. */
export function unknown(key: HostKey, elsewhere: readonly KnownKey[], path: string | undefined): NightkeepError {
  const [other] = elsewhere;
  const warning = other
    ? ` The sshd on port 22 of ${key.host} is known by another key (line ${other.line} of ${path}): if this is the same one, somebody may be listening in between.`
    : '';
  return new NightkeepError(
    'host-key-unknown',
    `${key.machine} (${key.host}:${key.port}) shows a ${key.keyType} key that is not known yet: ${key.fingerprint}. Compare it with the machine's own before you trust it.${warning}`,
    { machine: key.machine, fingerprint: key.fingerprint, keyType: key.keyType },
  );
}

/** `ours` is the file that Nightkeep writes itself; `path` is where the known keys lie. */
export function changedKey(
  owner: KeyOwner,
  blob: Buffer,
  known: readonly KnownKey[],
  path: string,
  ours: string,
): ChangedHostKey {
  const { machine, host, port, alias } = owner;
  return {
    machine,
    host: alias ?? host,
    port,
    keyType: typeOf(blob),
    fingerprint: fingerprintOf(blob),
    known: fingerprintsOf(known),
    path,
    lines: known.map(({ line }) => line),
    ...(path === ours
      ? {}
      : { forget: `ssh-keygen -R ${quoted(namesOf(host, port, alias).names[0])} -f ${quoted(path)}` }),
  };
}

/** As one word of a shell that somebody pastes it into. */
const quoted = (text: string): string => (/^[\w@%+:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

export function changed({ known, lines, path, forget, ...key }: ChangedHostKey): NightkeepError {
  const { machine, host, port, keyType, fingerprint } = key;
  const way = forget
    ? `take line ${lines.join(', ')} out of ${path} with “${forget}” and connect again`
    : `compare the new key with the machine's own and put it in the place of the known one in the app, or remove line ${lines.join(', ')} of ${path} and connect again`;
  return new NightkeepError(
    'host-key-changed',
    `${machine} (${host}:${port}) shows another key than before: now ${keyType} ${fingerprint}, known ${known.join(', ')}. ` +
      `Somebody may be listening in between, so nothing was sent. If the machine was reinstalled, ${way}.`,
    { machine, fingerprint, keyType, expected: known, path, lines, ...(forget ? { forget } : {}) },
  );
}

export const revoked = (owner: KeyOwner, blob: Buffer): NightkeepError =>
  new NightkeepError(
    'host-key-changed',
    `${owner.machine} (${owner.host}:${owner.port}) shows the key ${fingerprintOf(blob)}, which is marked as revoked. Nothing was sent; ask who revoked it.`,
    { machine: owner.machine, fingerprint: fingerprintOf(blob), keyType: typeOf(blob), revoked: true },
  );
