import { NightkeepError } from '../contract/index.ts';
import { BOOT, bootable } from '../programs/boot.ts';
import { encodeInput, type InputLine, type ProgramEvent, parseEvent } from '../programs/wire.ts';
import type { Machines } from '../ssh/types.ts';
import { errorOf, failureOf } from './run-program.ts';

export interface StreamingProgram<Input> {
  name: string;
  source: string;
  encode: (input: Input) => InputLine[];
}

export interface StreamSink {
  /** Called once, with the event that the content follows. */
  begin(head: ProgramEvent): void;
  take(chunk: Buffer): void;
}

/** A head is one line or two; more is no head. */
const LONGEST_HEAD = 64 * 1024;

/**
 * Runs a program that tells the event `content` and then sends what it is about as it is, byte for byte. What the sink
 * throws ends the program. Errors as runProgram's.
 */
export async function streamProgram<Input>(
  machines: Machines,
  machine: string,
  program: StreamingProgram<Input>,
  input: Input,
  sink: StreamSink,
  options: { signal?: AbortSignal; idleTimeoutMs?: number } = {},
): Promise<void> {
  let head = Buffer.alloc(0);
  let hasBegun = false;
  let reported: NightkeepError | undefined;

  const takeHead = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    for (let end = head.indexOf(10); end >= 0 && !hasBegun; end = head.indexOf(10)) {
      const event = parseEvent(head.subarray(0, end));
      head = head.subarray(end + 1);
      if (event.name === 'error') reported ??= errorOf(event, machine);
      if (event.name !== 'content') continue;
      hasBegun = true;
      sink.begin(event);
      if (head.length > 0) sink.take(head);
    }
    if (!hasBegun && head.length > LONGEST_HEAD) {
      throw new NightkeepError('program-failed', `${machine}: the ${program.name} program sent no head`, { machine });
    }
  };

  const outcome = await machines.exec(machine, {
    script: BOOT,
    stdin: Buffer.concat([Buffer.from(bootable(program.source)), encodeInput(program.encode(input))]),
    onStdout: (chunk) => (hasBegun ? sink.take(chunk) : takeHead(chunk)),
    signal: options.signal,
    idleTimeoutMs: options.idleTimeoutMs,
  });
  if (reported) throw reported;
  if (outcome.exitCode !== 0) throw failureOf(program.name, machine, outcome.exitCode, outcome.stderr);
  if (!hasBegun) {
    throw new NightkeepError('program-failed', `${machine}: the ${program.name} program sent nothing`, { machine });
  }
}
