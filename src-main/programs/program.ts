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
  /** A fresh reader of one run's output. */
  reader: () => ProgramReader<Result, Event>;
}

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
  `${variable}=$(cat <<'NIGHTKEEP_EMBEDDED'\n${source.replace(/\n*$/, '')}\nNIGHTKEEP_EMBEDDED\n)\n`;

/** What has to be sent of a program that is sent once for each entry. */
export function withoutComments(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .join('\n');
}
