import { NightkeepError } from '../contract/index.ts';
import type { LoginStory } from './login.ts';
import { hungUpAfter, refused, tooMany } from './refusals.ts';
import { inOneLine } from './said.ts';
import type { Target } from './target.ts';

/** An error of a socket or of ssh2, which tells by `level` at what it failed. */
export type ConnectFailure = Error & { code?: string; level?: string };

/** The machine hung up before it had said anything; trying again is worth it. */
export class HungUpEarly extends Error {}

/** The built-in client and the machine have no algorithm in common that is allowed; OpenSSH's client may have. */
export class NoCommonAlgorithm extends Error {}

export interface Attempt {
  story: LoginStory;
  /** The machine has begun to speak SSH. */
  greeted: boolean;
  timeoutMs: number;
  /** The first that was heard from there. */
  heard: string;
  /** What the machine shows to whoever logs in. */
  banner: string;
  /** What a ProxyCommand said. */
  wayHasSaid: string;
}

/** What to throw for an attempt that failed. */
export function failureOf(target: Target, error: ConnectFailure, attempt: Attempt): Error {
  const { story, greeted, heard, timeoutMs, wayHasSaid } = attempt;
  if (error instanceof NightkeepError) return error;
  if (error.level === 'client-authentication') return refused(target, story, attempt.banner);
  if (/too many authentication failures/i.test(error.message)) {
    return story.locked || story.unanswered ? refused(target, story, attempt.banner) : tooMany(target, story);
  }
  // A machine that is given no answer may ask on and on.
  if (story.unanswered) return refused(target, story, attempt.banner);
  if (target.proxyCommand !== undefined && !greeted) return proxyFailed(target, error, wayHasSaid);
  if (error.level === 'client-timeout')
    return unreachable(target, socketProblem(target, { ...error, code: 'ETIMEDOUT' }, timeoutMs), error);
  if (error.level === 'handshake' && /no matching/i.test(error.message)) {
    return new NoCommonAlgorithm(error.message, { cause: error });
  }
  const hungUp =
    /lost before handshake|closed/i.test(error.message) || error.code === 'ECONNRESET' || error.code === 'EPIPE';
  if (hungUp && story.signed !== undefined) return hungUpAfter(target, story.signed, attempt.banner);
  if (!greeted && !TURNED_AWAY.test(heard)) return noSsh(target, `it says “${inOneLine(heard, 80)}”`, error);
  if (hungUp && !greeted) return new HungUpEarly(error.message, { cause: error });
  if (error.level === 'handshake') {
    return unreachable(
      target,
      `and Nightkeep have no common way to talk: ${describe(error)}. Update the SSH server there`,
      error,
    );
  }
  // A socket's error has a code, and so has a goodbye of the machine's.
  return greeted || error.code !== undefined
    ? unreachable(target, `broke off the login: ${describe(error)}`, error)
    : noSsh(target, describe(error), error);
}

/** How sshd begins, or tells that it takes nobody more for now; it may say nothing at all. */
const TURNED_AWAY = /^(?:SSH-|Exceeded MaxStartups|Not allowed at this time|$)/;

const noSsh = (target: Target, why: string, cause: Error) =>
  unreachable(target, `does not speak SSH on port ${target.port}: ${why.replace(/\.$/, '')}. Check the port`, cause);

function proxyFailed(target: Target, error: ConnectFailure, said: string): NightkeepError {
  const why = inOneLine(said.split('\n').at(-1) ?? '') || describe(error);
  return unreachable(
    target,
    `can't be reached by its ProxyCommand (${target.proxyCommand}): ${why.replace(/\.$/, '')}. Try that command in a terminal`,
    error,
  );
}

export function socketProblem(target: Target, error: ConnectFailure, timeoutMs: number): string {
  // Of several addresses tried for one name, the first error stands for all.
  const code = error.code ?? (error instanceof AggregateError ? (error.errors[0] as ConnectFailure)?.code : undefined);
  switch (code) {
    case 'ECONNREFUSED':
      return `refuses the connection: no sshd listens on port ${target.port}. Check the port, and that sshd runs there`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `can't be found: the name ${target.host} is not known here. Check the name and the network`;
    case 'ETIMEDOUT':
      return `does not answer within ${Math.round(timeoutMs / 1000)} s. Check that it is up and that this network may reach it`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return 'has no route from here. Check the network and the VPN';
    default:
      return `can't be reached: ${error.message}`;
  }
}

export const unreachable = (target: Target, problem: string, cause?: unknown) =>
  new NightkeepError(
    'unreachable',
    `${target.machine} (${target.address}) ${problem}.`,
    { machine: target.machine, address: target.address, ...(isSilence(cause) ? { silent: true } : {}) },
    { cause },
  );

/** Nothing was heard: it may be the machine, the way to it, or its being busy. */
function isSilence(cause: unknown): boolean {
  const { code, level } = (cause ?? {}) as ConnectFailure;
  return code === 'ETIMEDOUT' || level === 'client-timeout';
}

export function describe(error: ConnectFailure): string {
  if (error.level === 'client-timeout') return 'it stopped answering';
  if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return 'the connection was reset';
  // It stumbled over what was sent.
  if (error instanceof TypeError || error instanceof RangeError) return 'what it sends is out of order';
  return inOneLine(error.message);
}
