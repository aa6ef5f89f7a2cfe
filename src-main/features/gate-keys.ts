import { randomBytes } from 'node:crypto';
import { type Fleet, type GateKey, NightkeepError } from '../contract/index.ts';
import {
  type ClaimedKey,
  type ClaimedLine,
  challengeOf,
  chooseKeys,
  doubtsOf,
  PROOF_NAMESPACE,
  whyUnsigned,
} from '../domain/gate-keys.ts';
import { acceptedKeysProgram } from '../programs/gate/accepted-keys.ts';
import { hostKeysProgram, type OfferedKey } from '../programs/gate/host-keys.ts';
import { blobOf, flawOf } from '../ssh/key-proof.ts';
import { fingerprintOf } from '../ssh/known-hosts.ts';
import type { Machines } from '../ssh/types.ts';
import { runProgram } from './run-program.ts';

export const IDLE_MS = 60_000;

/** What a server has of a host's keys. */
export type LookedAt = ClaimedLine & { server: string; doubts: string[] };

/** The keys that a host says it uses on a server, each with whether it showed that it holds it. */
export async function claimedKeys(machines: Machines, host: string, server: string): Promise<ClaimedKey[]> {
  const challenge = challengeOf(host, server, randomBytes(32).toString('hex'));
  const offered = await runProgram(machines, host, hostKeysProgram, { server, challenge }, { idleTimeoutMs: IDLE_MS });
  const claims = offered.map((key) => claimOf(key, host, challenge));
  return claims.filter(({ text }, at) => claims.findIndex((other) => other.text === text) === at);
}

function claimOf(key: OfferedKey, host: string, message: string): ClaimedKey {
  const blob = blobOf(key);
  if (!blob) {
    throw new NightkeepError('program-failed', `${host}: what it names as a key of its own is no public key`, {
      machine: host,
    });
  }
  const known = { text: `${key.type} ${key.base64}`, fingerprint: fingerprintOf(blob) };
  if (key.signature === undefined) return { ...known, proof: 'unsigned', why: whyUnsigned(key.unsigned, host) };
  const flaw = flawOf(key.signature, { blob, namespace: PROOF_NAMESPACE, message });
  if (flaw === undefined) return { ...known, proof: 'proven', why: '' };
  return { ...known, proof: 'forged', why: `what it gave as a signature is wrong: ${flaw}.` };
}

/**
 * The lines of a server's authorized_keys that have a key which the host says it holds.
 *
 * @param calledServer the server as the host calls it
 * @throws not-found where the server accepts none
 */
export async function lookAtKeys(
  { machines, fleet }: { machines: Machines; fleet: () => Fleet },
  { host, authorizedKeys }: { host: string; authorizedKeys: string | undefined },
  server: string,
  calledServer: string,
): Promise<LookedAt[]> {
  const claims = await claimedKeys(machines, host, calledServer);
  const accepted = await runProgram(
    machines,
    server,
    acceptedKeysProgram,
    { host, keys: claims.map(({ text }) => text), file: authorizedKeys },
    { idleTimeoutMs: IDLE_MS },
  );
  const address = fleet().hosts.find(({ name }) => name === host)?.ssh.host;
  const names = address === undefined ? [host] : [host, address];
  return accepted.flatMap(({ key, ...line }) => {
    const claim = claims.find(({ text }) => text === key);
    if (!claim) return [];
    const looked = { ...line, server, claim };
    return [{ ...looked, doubts: doubtsOf(looked, host, names) }];
  });
}

/**
 * The fingerprints of the keys that are to be bound.
 *
 * @throws conflict where one of them may not be the host's, with `details.fingerprints`
 */
export function choose(
  lines: readonly LookedAt[],
  { host, keys, dryRun }: { host: string; keys: readonly string[] | undefined; dryRun: boolean },
): Set<string> {
  const choice = chooseKeys(lines, host, keys, dryRun);
  if ('chosen' in choice) return choice.chosen;
  const { refused, fingerprints } = choice;
  throw new NightkeepError('conflict', refused, { machine: host, fingerprints });
}

export function gateKeyOf(
  { claim, doubts, server, file, number, state, comment }: LookedAt,
  chosen: Set<string>,
): GateKey {
  const { fingerprint, proof, text } = claim;
  return {
    server,
    file,
    number,
    state,
    comment,
    fingerprint,
    keyType: text.split(' ')[0] ?? '',
    proven: proof === 'proven',
    doubts,
    forbidden: proof === 'forged' && state !== 'gated',
    chosen: chosen.has(fingerprint),
  };
}
