import { bytesFromText, textFromBytes } from '../domain/bytes.ts';

/** One line of a program's input. */
export type InputLine = readonly [key: string, value: string];

/** One line of a program's output. */
export interface ProgramEvent {
  name: string;
  fields: Record<string, string>;
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t' };
const characters: Record<string, string> = { '\\\\': '\\', '\\n': '\n', '\\t': '\t' };

export const encodeValue = (value: string): string => value.replace(/[\\\n\t]/g, (found) => escapes[found] as string);
export const decodeValue = (value: string): string =>
  value.replace(/\\[\\nt]/g, (found) => characters[found] as string);

/** The input as wire.sh's nk_read_input takes it, its closing `.` included. */
export function encodeInput(lines: readonly InputLine[]): Buffer {
  const text = lines.map(([key, value]) => `${key} ${encodeValue(value)}\n`).join('');
  return bytesFromText(`${text}.\n`);
}

/** Parses one line, without its newline. Unknown shapes give an event with no fields: a parser never throws. */
export function parseEvent(line: Uint8Array): ProgramEvent {
  const [name = '', ...pairs] = textFromBytes(line).split('\t');
  const fields: Record<string, string> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals > 0) fields[pair.slice(0, equals)] = decodeValue(pair.slice(equals + 1));
  }
  return { name, fields };
}

/** Splits a stream of chunks into lines; `push` gives the lines that are whole, `rest` what is left at the end. */
export class LineSplitter {
  #pending: Buffer[] = [];

  *push(chunk: Buffer): Generator<Buffer> {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      this.#pending.push(chunk.subarray(from, at));
      yield this.rest();
      from = at + 1;
    }
    if (from < chunk.length) this.#pending.push(chunk.subarray(from));
  }

  rest(): Buffer {
    const line = Buffer.concat(this.#pending);
    this.#pending = [];
    return line;
  }
}
