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

/** An action that a newer Nightkeep noted may have more fields than are known; none has so many. */
const MOST_FIELDS = 100;

/** Parses one line, without its newline. Unknown shapes give an event with no fields: a parser never throws. */
export function parseEvent(line: Uint8Array): ProgramEvent {
  const [name = '', ...pairs] = textFromBytes(line).split('\t', MOST_FIELDS + 1);
  const fields: Record<string, string> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    if (equals > 0) fields[pair.slice(0, equals)] = decodeValue(pair.slice(equals + 1));
  }
  return { name, fields };
}

/** In bytes: two paths of 4096, each byte of which is escaped by rsync and then here, are less. */
const LONGEST_LINE = 128 * 1024;

/**
 * Splits a stream of chunks into lines; `push` gives the lines that are whole, `rest` what is left at the end. A longer
 * line than any program says is left out and counted: one host's nonsense on a server costs no other host its lines.
 */
export class LineSplitter {
  /** Lines that were left out. */
  tooLong = 0;
  #pending: Buffer[] = [];
  #length = 0;

  *push(chunk: Buffer): Generator<Buffer> {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      this.#keep(chunk.subarray(from, at));
      const isWhole = this.#length <= LONGEST_LINE;
      const line = this.rest();
      if (isWhole) yield line;
      from = at + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  rest(): Buffer {
    const line = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#length = 0;
    return line;
  }

  #keep(piece: Buffer): void {
    const wasWhole = this.#length <= LONGEST_LINE;
    this.#length += piece.length;
    if (this.#length <= LONGEST_LINE) this.#pending.push(piece);
    else {
      if (wasWhole) this.tooLong += 1;
      this.#pending = [];
    }
  }
}
