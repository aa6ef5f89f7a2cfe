import type { AnyAuthMethod } from 'ssh2';
import { NightkeepError } from '../contract/index.ts';
import { agentKeys } from './agent.ts';
import type { Keyring } from './keyring.ts';
import type { Target } from './target.ts';

/** The ways to log in to one machine, in the order in which they are tried. */
export interface Credentials {
  methods: AnyAuthMethod[];
  /** What was tried and what could not be, for the message when the machine refuses all. */
  tried: string[];
  /** An encrypted key that was left out, since its passphrase is not known. */
  locked: { file: string; wrongPassphrase: boolean } | undefined;
}

/**
 * Gathers the keys for a machine. Throws passphrase-needed where the only key named for it is locked, and
 * authentication-failed where that key can't be read.
 */
export async function gatherCredentials(target: Target, keyring: Keyring): Promise<Credentials> {
  const methods: AnyAuthMethod[] = [];
  const tried: string[] = [];
  const blobs: Buffer[] = [];
  const problems: string[] = [];
  let locked: Credentials['locked'];
  for (const file of target.identityFiles) {
    const loaded = await keyring.load(file);
    if (loaded.state === 'ready') {
      methods.push({ type: 'publickey', username: target.user, key: loaded.key });
      blobs.push(loaded.key.getPublicSSH());
      tried.push(`the key ${file}`);
    } else if (loaded.state === 'locked') {
      locked ??= { file, wrongPassphrase: loaded.wrongPassphrase };
      if (loaded.blob) blobs.push(loaded.blob);
    } else if (target.identityNamed) {
      problems.push(
        loaded.state === 'missing' ? `the key ${file} is not there` : `the key ${file} can't be used: ${loaded.why}`,
      );
    }
  }
  if (target.agent) {
    const found = await agentKeys(target.agent, target.identitiesOnly ? blobs : undefined, (why) => problems.push(why));
    // A locked key that the agent holds needs no passphrase: it goes first.
    if (found) methods[locked ? 'unshift' : 'push']({ type: 'agent', username: target.user, agent: found.agent });
    if (found) tried.push(found.count === 1 ? 'a key of the agent' : `${found.count} keys of the agent`);
  }
  if (methods.length === 0) {
    if (locked) throw passphraseNeeded(target, locked);
    throw new NightkeepError(
      'authentication-failed',
      `${target.machine} (${target.address}): there is no key to log in with${problems.length > 0 ? `: ${problems.join('; ')}` : ''}. ` +
        `Name a private key for it in the settings, or start an agent that holds one.`,
      { machine: target.machine, address: target.address },
    );
  }
  return { methods, tried: [...tried, ...problems], locked };
}

/** What to throw when a machine has refused everything that was tried. */
export function refused(target: Target, credentials: Credentials): NightkeepError {
  if (credentials.locked) return passphraseNeeded(target, credentials.locked);
  return new NightkeepError(
    'authentication-failed',
    `${target.machine} (${target.address}) refuses the login. Tried: ${credentials.tried.join('; ')}. ` +
      `Add the public key to ~/.ssh/authorized_keys of ${target.user} there, or name another key or user in the settings.`,
    { machine: target.machine, address: target.address },
  );
}

function passphraseNeeded(
  target: Target,
  { file, wrongPassphrase }: NonNullable<Credentials['locked']>,
): NightkeepError {
  return new NightkeepError(
    'passphrase-needed',
    wrongPassphrase
      ? `The passphrase does not open the key ${file}. Enter it again to reach ${target.machine}.`
      : `${target.machine} (${target.address}) needs the passphrase of the key ${file}.`,
    { machine: target.machine, identityFile: file, wrongPassphrase },
  );
}
