import { NightkeepError } from '../../contract/index.ts';
import { type ConnectFailure, socketProblem, unreachable } from '../connect-errors.ts';
import type { KnownMachine } from '../host-keys.ts';
import { answerNeeded, cantSign, certificateRefused, passphraseNeeded, refused, tooMany } from '../refusals.ts';
import { fewOf, inOneLine } from '../said.ts';
import type { Target } from '../target.ts';
import type { Answers } from './answers.ts';
import { shownKey } from './shown-key.ts';

export interface MasterFailure {
  /** All that OpenSSH's client said on stderr. */
  said: string;
  /** The keys that the machine showed. */
  shown: string;
  answers: Answers;
  known: KnownMachine;
  because: string;
  timeoutMs: number;
}

/** What to throw where OpenSSH's client did not get in; it tells why in English lines that have not changed in years. */
export async function failureOf(target: Target, error: NodeJS.ErrnoException, failure: MasterFailure): Promise<Error> {
  const { said, answers } = failure;
  if (error.code === 'ENOENT' || error.code === 'EACCES') return noClient(target, failure.because);
  if (answers.locked) return passphraseNeeded(target, answers.locked);
  if (answers.unanswered) return answerNeeded(target, answers.unanswered);
  const judged = /host key|IDENTIFICATION HAS CHANGED|revoked/i.test(said) ? await judgedKey(failure) : undefined;
  if (judged) return judged;
  const lacking = /no matching (.+?) found\. Their offer: (.+)$/m.exec(said);
  if (lacking) return nothingInCommon(target, lacking[1] as string, (lacking[2] as string).trim());
  const story = {
    tried: ["the keys of OpenSSH's client"],
    accepted: [],
    signed: undefined,
    left: undefined,
    locked: undefined,
    wrongAnswers: answers.given,
    unanswered: undefined,
    oldSignature: false,
  };
  if (/too many authentication failures/i.test(said))
    return tooMany(target, { ...story, tried: ['the keys that OpenSSH has'] });
  const unsigned = /signing failed for (\S+) "?(.+?)"?( from agent)?: (.+)$/m.exec(said);
  if (unsigned) {
    const [, type = '', key = '', agent, reason = ''] = unsigned;
    return cantSign(target, { key: agent ? `the agent's key ${key}` : `the key ${key}`, type, reason: reason.trim() });
  }
  const denied = /Permission denied \(([^)]*)\)/.exec(said);
  const certificate = failure.because.startsWith('the certificate ') ? failure.because : undefined;
  if (denied?.[1]?.includes('publickey') && certificate) return certificateRefused(target, certificate, bannerOf(said));
  if (denied) return refused(target, { ...story, left: denied[1]?.split(',') }, bannerOf(said));
  const code = networkCodes.find(([words]) => words.test(said))?.[1];
  if (code && target.proxyCommand === undefined) {
    return unreachable(
      target,
      socketProblem(target, Object.assign(error, { code }) as ConnectFailure, failure.timeoutMs),
      error,
    );
  }
  const last = inOneLine(said.split('\n').at(-1) ?? '').replace(/\.$/, '') || 'it ended without a word';
  return unreachable(
    target,
    `can't be reached by OpenSSH's client (which ${failure.because} needs): ${last}. “ssh ${target.alias}” in a terminal says more`,
    error,
  );
}

/** It was given up while ssh still waited for the machine. */
export function tookTooLong(target: Target, error: Error, ms: number): NightkeepError {
  const late = Object.assign(error, { code: 'ETIMEDOUT' });
  return unreachable(target, socketProblem(target, late, ms), late);
}

export const noClient = (target: Target, because: string): NightkeepError =>
  new NightkeepError(
    'missing-tool',
    `${target.machine} (${target.address}) can be reached by OpenSSH's client only, for ${because}, and this machine has no ssh that can keep a connection open. Install OpenSSH's client here.`,
    { machine: target.machine, address: target.address, tool: 'ssh' },
  );

/** Our own words for the key, with what OpenSSH's client had against its certificate. */
async function judgedKey({ said, shown, known }: MasterFailure): Promise<Error | undefined> {
  const key = shownKey(shown);
  const judged = key && (await known.check(key));
  const certificate = inOneLine(/Certificate invalid: (.+)$/m.exec(said)?.[1] ?? '');
  if (!judged || certificate === '') return judged;
  return new NightkeepError(
    judged.code,
    `${judged.message} It also shows a certificate, which is not trusted: ${certificate}.`,
    judged.details,
  );
}

/** What the machine offers and what was asked for, with the words that would allow it. */
export function nothingInCommon(target: Target, what: string, offered: string): NightkeepError {
  // What is no algorithm, but says that the machine knows of some extension.
  const offer = offered.split(',').filter((name) => !/^(?:kex-strict|ext-info)-/.test(name));
  const { algorithms } = target.settings;
  const [keyword, asked] =
    [
      { of: /key exchange/, word: ['KexAlgorithms', algorithms.kex] as const },
      { of: /host key/, word: ['HostKeyAlgorithms', algorithms.hostKeys] as const },
      { of: /cipher/, word: ['Ciphers', algorithms.ciphers] as const },
      { of: /mac/i, word: ['MACs', algorithms.macs] as const },
    ].find(({ of }) => of.test(what))?.word ?? (['', undefined] as const);
  const askedFor = asked === undefined ? '' : `, and was asked for ${asked}`;
  const words = keyword ? `, or put “${keyword} +${fewOf(offer, 1)[0]}” in its section of ~/.ssh/config` : '';
  return unreachable(
    target,
    `has no ${what} that is allowed here: it offers ${fewOf(offer).join(',')}${askedFor}. ` +
      `Allow old algorithms for it in the settings${words}; better, update the SSH server there`,
  );
}

const bannerOf = (said: string) =>
  said
    .split('\n')
    .filter((line) => !/Permission denied|^(?:Warning|Connection|debug|ssh:|no such identity|Load key)/i.test(line))
    .join('\n');

const networkCodes: [RegExp, string][] = [
  [/connect to host .*connection refused/i, 'ECONNREFUSED'],
  [/could not resolve hostname/i, 'ENOTFOUND'],
  [/connect to host .*timed out|timed out during banner/i, 'ETIMEDOUT'],
  [/no route to host|network is unreachable/i, 'EHOSTUNREACH'],
];
