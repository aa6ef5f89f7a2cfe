import wire from './wire.sh?raw';
import type { InputLine, ProgramEvent } from './wire.ts';

/**
 * A program on a machine, as data: its source, how its input is written, and how its output is read. It does nothing
 * by itself; features/run-program.ts runs it over SSH, tests run it in a local shell.
 */
export interface Program<Input, Result, Event = never> {
  name: string;
  /** POSIX sh, complete. */
  source: string;
  encode: (input: Input) => InputLine[];
  /** What an answer may have; more is no answer, and the program is ended. */
  bounds?: AnswerBounds;
  /** A fresh reader of one run's output. */
  reader: () => ProgramReader<Result, Event>;
}

export interface AnswerBounds {
  /** 16 MiB without it. */
  bytes?: number;
  /** Milliseconds the program may take, for one that only reads; without it as long as it likes. */
  within?: number;
  /** The answer is of many hosts: a line that is too long is its host's loss alone. Else it spoils the answer. */
  shared?: boolean;
}

/** A machine answers in this time what it only has to look up, or somebody there keeps us waiting. */
export const ONE_HOST: Readonly<AnswerBounds> = { bytes: 8 * 1024 * 1024, within: 60_000 };
/** The same of a server, which looks up many hosts' nights, or folders with a million files. */
export const ONE_SERVER: Readonly<AnswerBounds> = { bytes: 256 * 1024 * 1024, within: 600_000 };
export const MANY_HOSTS: Readonly<AnswerBounds> = { ...ONE_SERVER, shared: true };

/** What a reader throws where an answer can't be one; `message` says why, for people. */
export class UnfitAnswer extends Error {}

export interface ProgramReader<Result, Event = never> {
  /** Takes an event; gives what is worth telling while the program runs. */
  take: (event: ProgramEvent) => Event | undefined;
  /** Called once, after an exit with 0. */
  result: () => Result;
}

/** A complete program of its parts, wire.sh first. */
export const compose = (...parts: string[]): string => [wire, ...parts].join('\n');

/** Sets a shell variable to a whole program's text, for a program that sends another one on. */
export const embed = (variable: string, source: string): string =>
  `${variable}='${source.replace(/\n*$/, '').replaceAll("'", `'\\''`)}'\n`;

/** What has to be sent of a program that is sent once for each entry. */
export function withoutComments(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n');
}
