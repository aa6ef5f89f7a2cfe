import { GROUP_MARK } from './command.ts';

const NEWLINE = 10;

/** Before the mark a login shell's start files may have printed something, of which the end is kept. */
const KEPT_BEFORE_MARK = 64 * 1024;
/** More than this is no login any more. */
const MOST_BEFORE_MARK = 4 * 1024 * 1024;

/** Takes the line that tells the process group, and all before it, off a command's output. */
export class GroupLine {
  #before: Buffer | undefined = Buffer.alloc(0);
  group: number | undefined;
  #seen = 0;

  /** What of the chunk is the command's own. */
  take(chunk: Buffer): Buffer {
    if (this.#before === undefined) return chunk;
    this.#seen += chunk.length;
    const seen = Buffer.concat([this.#before, chunk]);
    const at = seen.indexOf(GROUP_MARK);
    const end = at < 0 ? -1 : seen.indexOf(NEWLINE, at);
    if (end < 0) {
      this.#before = seen.subarray(-KEPT_BEFORE_MARK);
      return Buffer.alloc(0);
    }
    this.#before = undefined;
    const group = Number(seen.toString('latin1', at + GROUP_MARK.length, end).trim());
    this.group = Number.isSafeInteger(group) && group > 1 ? group : undefined;
    return seen.subarray(end + 1);
  }

  /** Whether the command was started at all. */
  get started(): boolean {
    return this.#before === undefined;
  }

  /** Whether so much was said that nothing will be started any more. */
  get isNoLogin(): boolean {
    return this.#before !== undefined && this.#seen > MOST_BEFORE_MARK;
  }

  /** What was said instead of starting it. */
  get said(): string {
    return this.#before?.toString('utf8') ?? '';
  }
}

/** Keeps the end of a stream. */
export class Tail {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    while (this.#length - (this.#chunks[0]?.length ?? 0) >= this.#limit)
      this.#length -= this.#chunks.shift()?.length ?? 0;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks).subarray(-this.#limit);
  }
}
