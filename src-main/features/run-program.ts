import { Readable } from 'node:stream';
import { type ErrorCode, errorCodes, NightkeepError } from '../contract/index.ts';
import { BOOT, bootable } from '../programs/boot.ts';
import { type Program, UnfitAnswer } from '../programs/program.ts';
import { encodeInput, type InputLine, LineSplitter, type ProgramEvent, parseEvent } from '../programs/wire.ts';
import type { Machines } from '../ssh/types.ts';

export interface RunOptions<Event> {
  signal?: AbortSignal;
  onEvent?: (event: Event) => void;
  /** Milliseconds of silence after which the program is ended. */
  idleTimeoutMs?: number;
  /** True for one of many machines: see ssh/types.ts. */
  passing?: boolean;
  /** What follows the input on the program's stdin. */
  body?: AsyncIterable<Buffer>;
}

/**
 * Runs a program on a machine. Throws the NightkeepError that the program reported, or `program-failed` with what it
 * wrote to stderr.
 */
export async function runProgram<Input, Result, Event>(
  machines: Machines,
  machine: string,
  program: Program<Input, Result, Event>,
  input: Input,
  options: RunOptions<Event> = {},
): Promise<Result> {
  const reader = program.reader();
  const lines = new LineSplitter();
  let reported: NightkeepError | undefined;
  const { bytes = MOST_BYTES, within } = program.bounds ?? {};
  let said = 0;
  const take = (line: Buffer) => {
    const event = parseEvent(line);
    if (event.name === 'error') reported ??= errorOf(event, machine);
    const told = reader.take(event);
    if (told !== undefined) options.onEvent?.(told);
  };

  const outcome = await machines.exec(machine, {
    script: BOOT,
    stdin: stdinOf(program.source, program.encode(input), options.body),
    onStdout: (chunk) => {
      said += chunk.length;
      if (said > bytes) throw tooMuch(program.name, machine, bytes);
      for (const line of lines.push(chunk)) take(line);
    },
    signal: options.signal,
    idleTimeoutMs: options.idleTimeoutMs,
    passing: options.passing,
    timeoutMs: within,
  });
  const last = lines.rest();
  if (last.length > 0) take(last);

  if (reported) throw reported;
  if (outcome.exitCode !== 0) throw failureOf(program.name, machine, outcome.exitCode, outcome.stderr);
  if (lines.tooLong > 0 && !program.bounds?.shared) throw unfit(program.name, machine, 'a line has no end');
  try {
    return reader.result();
  } catch (error) {
    throw error instanceof UnfitAnswer ? unfit(program.name, machine, error.message) : error;
  }
}

const MOST_BYTES = 16 * 1024 * 1024;

const tooMuch = (program: string, machine: string, bytes: number) =>
  new NightkeepError(
    'program-failed',
    `${machine}: the ${program} program said more than ${Math.round(bytes / 1024 / 1024)} MB, which no answer has, and was ended. See what answers there.`,
    { machine, program, tooMuch: true },
  );

const unfit = (program: string, machine: string, why: string) =>
  new NightkeepError('program-failed', `${machine}: what the ${program} program answered can't be used: ${why}`, {
    machine,
    program,
  });

/** A program's text, its input, and what comes after that. */
export function stdinOf(source: string, input: InputLine[], body?: AsyncIterable<Buffer>): Buffer | Readable {
  const head = Buffer.concat([Buffer.from(bootable(source)), encodeInput(input)]);
  if (!body) return head;
  return Readable.from(
    (async function* () {
      yield head;
      yield* body;
    })(),
    { objectMode: false },
  );
}

const isErrorCode = (code: string): code is ErrorCode => (errorCodes as readonly string[]).includes(code);

export function errorOf(event: ProgramEvent, machine: string): NightkeepError {
  const { code = '', message = 'it failed', ...details } = event.fields;
  return new NightkeepError(isErrorCode(code) ? code : 'program-failed', `${machine}: ${message}`, {
    machine,
    ...details,
  });
}

export function failureOf(program: string, machine: string, exitCode: number | null, stderr: Buffer): NightkeepError {
  const said = stderr.toString('utf8').trim();
  const how = exitCode === null ? 'was ended by a signal' : `ended with exit code ${exitCode}`;
  return new NightkeepError(
    'program-failed',
    `${machine}: the ${program} program ${how}${said ? `: ${said.split('\n').at(-1)}` : ' without saying why'}`,
    { machine, program, exitCode, stderr: said },
  );
}
