import { bytesFromText, textFromBytes } from '../../domain/bytes.ts';
import { countOf } from '../../domain/told-values.ts';
import folders from '../fleet/folders.sh?raw';
import { type ListedFolders, takeFolder } from '../fleet/list-folders.ts';
import { compose, ONE_HOST, type Program, UnfitAnswer, withoutComments } from '../program.ts';
import sha256 from '../shared/sha256.sh?raw';
import type { InputLine, ProgramEvent } from '../wire.ts';
import checkConfig from './check-config.sh?raw';
import { type LastRun, LastRunReader } from './last-run.ts';
import lookAgain from './look-again.sh?raw';
import place from './place.sh?raw';
import readConfig from './read-config.sh?raw';
import saveConfig from './save-config.sh?raw';

/** The program refuses to read a larger one; a host that was broken into may say otherwise. */
const LARGEST_CONFIG = 1024 * 1024;

/** The bytes of the `hex` events. */
export class HexDump {
  readonly #parts: Buffer[] = [];
  readonly #largest: number;
  readonly #what: string;

  constructor(largest: number, what: string) {
    this.#largest = largest;
    this.#what = what;
  }

  take({ name, fields }: ProgramEvent): void {
    if (name === 'hex') this.#parts.push(Buffer.from((fields.bytes ?? '').replaceAll(' ', ''), 'hex'));
  }

  bytes = (): Buffer => {
    const bytes = Buffer.concat(this.#parts);
    if (bytes.length > this.#largest)
      throw new UnfitAnswer(`it is ${bytes.length} bytes long: that is no ${this.#what}`);
    return bytes;
  };
}

/** Reads a backup.config, every byte of it. Fails with not-found, permission-denied or, for a large one, bad-input. */
export const readConfigProgram: Program<{ path: string }, Buffer> = {
  name: 'read-config',
  source: compose(place, checkConfig, readConfig),
  encode: ({ path }) => [['path', path]],
  bounds: ONE_HOST,
  reader: () => {
    const dump = new HexDump(LARGEST_CONFIG, 'backup.config');
    return { take: (event) => void dump.take(event), result: dump.bytes };
  },
};

export interface LookAgainInput {
  path: string;
  /** SHA-256 of the file as it is known, hex; undefined where it is not. */
  known: string | undefined;
  /** Folders whose folders are to be named. */
  dirs: readonly string[];
}

export interface LookedAgain extends ListedFolders {
  /** undefined: the file is as it was known. `lost`: it has to be read byte by byte. */
  config: Buffer | 'lost' | undefined;
  /** What cron kept of the run that it began last. */
  lastRun: LastRun | undefined;
}

/** What is new on a host. Fails as reading its backup.config does. */
export const lookAgainProgram: Program<LookAgainInput, LookedAgain> = {
  name: 'look-again',
  source: withoutComments(compose(place, checkConfig, folders, sha256, lookAgain)),
  encode: ({ path, known, dirs }) => [
    ['path', path],
    ['known', known ?? ''],
    ...dirs.map((dir) => ['dir', dir] as const),
  ],
  bounds: { ...ONE_HOST, bytes: 32 * 1024 * 1024 },
  reader: () => {
    const lines: Buffer[] = [];
    const listed: ListedFolders = { folders: [], unreadable: [] };
    const lastRun = new LastRunReader();
    let size: number | undefined;
    return {
      take: (event) => {
        lastRun.take(event);
        if (event.name === 'line') lines.push(bytesFromText(`${event.fields.text ?? ''}\n`));
        if (event.name === 'size') size = countOf(event.fields.bytes);
        takeFolder(listed, event);
        return undefined;
      },
      result: () => ({
        ...listed,
        config: size === undefined ? undefined : wholeText(lines, size),
        lastRun: lastRun.result(),
      }),
    };
  },
};

/** The file of its lines. `lost` where there is a byte that the tools there do not pass on, such as NUL. */
function wholeText(lines: readonly Buffer[], size: number): Buffer | 'lost' {
  const bytes = Buffer.concat(lines);
  if (bytes.length === size) return bytes;
  return bytes.length === size + 1 ? bytes.subarray(0, size) : 'lost';
}

export interface SaveConfigInput {
  path: string;
  /** The bytes the file has to have still; undefined where there must be none. */
  expected: Buffer | undefined;
  /** The new text, in the scheme of domain/bytes.ts, without NUL. */
  text: string;
  /** For its history. */
  by?: string | undefined;
  at?: string | undefined;
  ticket?: string | undefined;
}

/** Saves a backup.config unless it changed, which is a `conflict`. */
export const saveConfigProgram: Program<SaveConfigInput, void> = {
  name: 'save-config',
  source: compose(place, saveConfig),
  encode: ({ path, expected, text, by, at, ticket }) => [
    ['path', path],
    ...Object.entries({ by, at, ticket }).flatMap(([key, value]) => (value ? [[key, value] as const] : [])),
    ...(expected ? inPieces('expected', textFromBytes(expected)) : [['absent', 'yes'] as const]),
    ...inPieces('text', text),
  ],
  reader: () => ({ take: () => undefined, result: () => undefined }),
};

/** In UTF-16 units: escaped, and in bytes, it is less than the 128 KiB that one argument of a program may have. */
const PIECE = 16 * 1024;

function inPieces(key: string, text: string): InputLine[] {
  const lines: InputLine[] = [];
  let from = 0;
  do {
    let end = Math.min(from + PIECE, text.length);
    // The two halves of one character stay together.
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1)) && end < text.length) end += 1;
    lines.push([key, text.slice(from, end)]);
    from = end;
  } while (from < text.length);
  return lines;
}
