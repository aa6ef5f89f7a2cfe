import { NightkeepError } from '../contract/index.ts';
import type { LockedKey } from './identities.ts';
import type { LoginStory } from './login.ts';
import { MOST_PROMPTS, type Question } from './questions.ts';
import { fewOf, inOneLine } from './said.ts';
import type { Target } from './target.ts';

/** Why a machine did not let somebody in, in the words that help: what it said, and what to do. */
export function refused(target: Target, story: LoginStory, banner: string): NightkeepError {
  const { locked, unanswered } = story;
  if (locked) return passphraseNeeded(target, locked);
  if (unanswered) return answerNeeded(target, unanswered, story.accepted);
  if (story.tried.length === 0 && target.settings.methods.publickey && story.left?.includes('publickey'))
    return noKey(target, []);
  return failed(target, reasonOf(target, story), banner);
}

function reasonOf(target: Target, { tried, accepted, left, oldSignature, wrongAnswers }: LoginStory): string {
  const { user } = target;
  const wants = fewOf(left ?? [], 5).map((method) => methods.get(method) ?? method);
  if (wrongAnswers)
    return `takes none of the answers that were given for ${user}. Open it again to be asked anew; after several wrong ones a machine may wait before it takes a right one.`;
  if (accepted.length > 0 && wants.length > 0) {
    return (
      `accepts ${accepted.join(' and ')}, and then wants ${wants.join(' or ')} besides, which could not be given. ` +
      `Allow that in ~/.ssh/config, or let whoever runs the machine take the second step off for ${user}.`
    );
  }
  if (accepted.length > 0)
    return `accepts ${accepted.join(' and ')}, and lets ${user} in no further. Its log says why: the account may have expired or be locked.`;
  if (oldSignature) {
    return (
      `takes RSA keys only with SHA-1 signatures, which are not allowed here. Allow old algorithms for it in the settings, ` +
      `or put “PubkeyAcceptedAlgorithms +ssh-rsa” in its section of ~/.ssh/config; better, use an ed25519 key.`
    );
  }
  if (left && !left.includes('publickey')) {
    return `lets nobody in by a key: it takes ${wants.join(' or ') || 'nothing'} only. Allow keys in its sshd_config (PubkeyAuthentication), or ask whoever runs it.`;
  }
  if (!target.settings.methods.publickey)
    return `${KEYS_ARE_OFF}, and it takes ${wants.join(' or ')}. Change that there.`;
  return (
    `refuses the login. Tried: ${tried.join('; ')}. ` +
    `Add the public key to ~/.ssh/authorized_keys of ${user} there, or name another key or user in the settings.` +
    ` Where the key is there already, its sshd may keep ${user} out (AllowUsers, DenyUsers, an expired account): its log says so.`
  );
}

const KEYS_ARE_OFF =
  "can't be logged in to: ~/.ssh/config says to use no key (PubkeyAuthentication, PreferredAuthentications)";

const methods = new Map([
  ['publickey', 'a key'],
  ['password', 'a password'],
  ['keyboard-interactive', 'an answer to a question of its own (keyboard-interactive)'],
  ['gssapi-with-mic', 'Kerberos'],
  ['hostbased', 'the trust of a known host'],
]);

/** There is nothing to be offered at all. */
export const noKey = (target: Target, problems: readonly string[]): NightkeepError =>
  failed(
    target,
    `can't be logged in to: there is no key to log in with${problems.length > 0 ? `: ${problems.join('; ')}` : ''}. ` +
      `Name a private key for it in the settings, or start an agent that holds one.`,
    '',
  );

/** `certificate` is one of the person's, for which the machine was called. */
export const certificateRefused = (target: Target, certificate: string, banner: string): NightkeepError =>
  failed(
    target,
    `refuses ${certificate}, and the keys besides. It may have ended, be for other accounts than ${target.user}, or be signed by nobody that the machine trusts (TrustedUserCAKeys). ` +
      `“ssh-keygen -L -f” with its file tells what it is for; have it signed anew, or ask whoever runs the machine.`,
    banner,
  );

/** The machine takes the key, and hangs up, as one does whose PAM does not let the account in. */
export const hungUpAfter = (target: Target, key: string, banner: string): NightkeepError =>
  failed(
    target,
    `accepts ${key}, and then hangs up: it lets ${target.user} in no further. Its log says why: the account may have expired or be locked.`,
    banner,
  );

/** The machine takes the key, and the key can't be used. */
export const cantSign = (target: Target, { key, type, reason }: { key: string; type: string; reason: string }) =>
  failed(
    target,
    `accepts ${key}, but that signs nothing: ${reason}. ` +
      (type.endsWith('-SK')
        ? 'It lives in a security key: plug that in here, touch it when it blinks, and try again; its PIN is asked for by your agent.'
        : 'Look at the agent or the device that holds it, and try again.'),
    '',
  );

/** ~/.ssh/config allows no way that Nightkeep has. */
export const noMethod = (target: Target): NightkeepError =>
  failed(target, `${KEYS_ARE_OFF}, no password and no question. Allow one of them there.`, '');

/** The machine hung up before all keys were tried. */
export const tooMany = (target: Target, { tried }: LoginStory): NightkeepError =>
  failed(
    target,
    `hung up after ${tried.length === 1 ? 'one key' : `${tried.length} keys`}: that is as many as its sshd lets try (MaxAuthTries). Tried: ${tried.join('; ')}. ` +
      `Name the key that it takes in the settings, or with IdentityFile and “IdentitiesOnly yes” in ~/.ssh/config.`,
    '',
  );

const failed = (target: Target, reason: string, banner: string): NightkeepError => {
  const { machine, address } = target;
  const said = inOneLine(banner.trim().split('\n').at(-1) ?? '');
  return new NightkeepError(
    'authentication-failed',
    `${machine} (${address}) ${reason}${said ? ` It says: “${said}”` : ''}`,
    {
      machine,
      address,
    },
  );
};

export const passphraseNeeded = (target: Target, { file, wrongPassphrase }: LockedKey): NightkeepError =>
  new NightkeepError(
    'passphrase-needed',
    wrongPassphrase
      ? `The passphrase does not open the key ${file}. Enter it again to reach ${target.machine}.`
      : `${target.machine} (${target.address}) needs the passphrase of the key ${file}.`,
    { machine: target.machine, identityFile: file, wrongPassphrase },
  );

const MOST_TOLD = 3;

/** The machine asks something, and nobody was there, or wanted, to answer. */
export const answerNeeded = (target: Target, { prompts }: Question, accepted: readonly string[] = []): NightkeepError =>
  new NightkeepError(
    'authentication-failed',
    `${target.machine} (${target.address}) ${accepted.length > 0 ? `accepts ${accepted.join(' and ')}, and asks besides` : 'asks'} before it lets ${target.user} in: ${fewOf(
      prompts.slice(0, 1000).map(({ text }) => `“${inOneLine(text, 70)}”`),
      MOST_TOLD,
    ).join(', ')}. ` +
      (prompts.length > MOST_PROMPTS
        ? 'No login asks so much at once, so nobody was asked. Look at its PAM.'
        : `Nobody answered. Open ${target.machine} in the app, where the question is shown and can be answered.`),
    {
      machine: target.machine,
      address: target.address,
      questions: prompts.slice(0, MOST_TOLD).map(({ text }) => text),
    },
  );
