import { type HostKey, NightkeepError } from '../contract/index.ts';
import type { KeyOwner } from './host-keys.ts';
import { fingerprintOf, type KnownKey, typeOf } from './known-hosts.ts';

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

export function changed(owner: KeyOwner, blob: Buffer, known: readonly KnownKey[], path: string): NightkeepError {
  const fingerprint = fingerprintOf(blob);
  const expected = known.map((key) => fingerprintOf(Buffer.from(key.base64, 'base64')));
  const lines = known.map((key) => key.line);
  return new NightkeepError(
    'host-key-changed',
    `${owner.machine} (${owner.host}:${owner.port}) shows another key than before: now ${typeOf(blob)} ${fingerprint}, known ${expected.join(', ')}. ` +
      `Somebody may be listening in between, so nothing was sent. If the machine was reinstalled, remove line ${lines.join(', ')} of ${path} and connect again.`,
    { machine: owner.machine, fingerprint, keyType: typeOf(blob), expected, path, lines },
  );
}

export const revoked = (owner: KeyOwner, blob: Buffer): NightkeepError =>
  new NightkeepError(
    'host-key-changed',
    `${owner.machine} (${owner.host}:${owner.port}) shows the key ${fingerprintOf(blob)}, which is marked as revoked. Nothing was sent; ask who revoked it.`,
    { machine: owner.machine, fingerprint: fingerprintOf(blob), keyType: typeOf(blob), revoked: true },
  );
