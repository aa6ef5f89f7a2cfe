import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type Fleet,
  fleet as fleetSchema,
  type Issue,
  issuesInWords,
  issuesOf,
  NightkeepError,
} from '../contract/index.ts';
import { whyNotAPattern } from '../domain/customers.ts';
import { fileTrouble } from './file-trouble.ts';
import { fleetInSlices } from './fleet-in-slices.ts';
import { keepUnknown } from './keep-unknown.ts';

/** What conf and electron-store have in common. Both read the file at each `get` and write it whole, by rename. */
export interface ConfigFile {
  readonly path: string;
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}

/** What is personal and set by hand: the fleet, and where the window was. A key of the file that is not ours is kept. */
export interface Settings {
  /** The data folder. */
  readonly home: string;
  /** As the file has it now. Throws bad-input naming the file and the fields; details.issues lists them. */
  fleet(): Fleet;
  /**
   * Reads the fleet in small portions, so that the first who asks for it does not wait while a thousand machines are
   * checked at once. Whatever is wrong with it, `fleet` tells.
   */
  prepare(): Promise<void>;
  /** Throws bad-input where the fleet is wrong, or where the file is broken: it is then left as it is. */
  saveFleet(fleet: unknown): Fleet;
  read(key: PersonalKey): unknown;
  write(key: PersonalKey, value: unknown): void;
}

/** Keys beside `fleet`; who reads one checks what it gets. */
export type PersonalKey = 'window' | 'zoom' | 'secrets' | 'notifications' | 'digest' | 'replies' | 'replyTemplate';

/** `open` makes the store; it throws a SyntaxError for a file that is not JSON, and is then tried again next time. */
export function createSettings(file: string, open: () => ConfigFile): Settings {
  let opened: ConfigFile | undefined;
  let known: { stamp: string; fleet: Fleet } | undefined;

  /** Runs a use of the file, telling a broken file in words. Nothing is written to a file that can't be read. */
  function use<Result>(work: (config: ConfigFile) => Result): Result {
    try {
      mustBeObject(file);
      opened ??= open();
      return work(opened);
    } catch (error) {
      throw error instanceof SyntaxError ? brokenFile(file, error) : fileTrouble(file, error);
    }
  }

  return {
    home: dirname(file),
    fleet() {
      const stamp = stampOf(file);
      if (known?.stamp === stamp) return known.fleet;
      const fleet = use((config) => parseFleet(config.get('fleet') ?? {}, file));
      known = { stamp, fleet };
      return fleet;
    },
    async prepare() {
      try {
        const stamp = stampOf(file);
        const fleet = await fleetInSlices(use((config) => config.get('fleet')));
        if (!fleet || crossChecks(fleet).length > 0) return;
        if (known?.stamp !== stamp && stampOf(file) === stamp) known = { stamp, fleet };
      } catch {
        // As it says.
      }
    },
    saveFleet(value) {
      const fleet = parseFleet(value);
      // Reading first: a file with a syntax error holds someone's work, so it is never written over.
      const before = use((config) => config.get('fleet'));
      use((config) => config.set('fleet', keepUnknown(fleetSchema, before, withoutUndefined(fleet))));
      known = undefined;
      return fleet;
    },
    read: (key) => use((config) => config.get(key)),
    write: (key, value) => use((config) => config.set(key, value)),
  };
}

/** Throws bad-input naming each wrong field. `file` is named where that is where the fleet comes from. */
export function parseFleet(value: unknown, file?: string): Fleet {
  const parsed = fleetSchema.safeParse(value);
  const issues = parsed.success ? crossChecks(parsed.data) : issuesOf(parsed.error).map(below('fleet'));
  if (parsed.success && issues.length === 0) return parsed.data;
  const where = file ? `${file} is not right: ` : 'the fleet is not right: ';
  throw new NightkeepError('bad-input', where + issuesInWords(issues), { file, issues });
}

const below =
  (key: string) =>
  ({ path, message }: Issue): Issue => ({
    path: path.startsWith('[') || !path ? key + path : `${key}.${path}`,
    message,
  });

/** What a schema of one field can't see. */
function crossChecks(fleet: Fleet): Issue[] {
  const issues: Issue[] = [];
  fleet.customerPatterns.forEach((pattern, index) => {
    const message = whyNotAPattern(pattern);
    if (message) issues.push({ path: `fleet.customerPatterns[${index}]`, message });
  });
  const repository = fleet.repository?.server;
  if (repository && !fleet.servers.some((server) => server.name === repository)) {
    issues.push({ path: 'fleet.repository.server', message: `no server of the fleet is named ${repository}` });
  }
  return issues;
}

/** A new write of the file, by us or by hand, changes one of these. */
function stampOf(file: string): string {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat ? `${stat.ino}:${stat.mtimeNs}:${stat.size}` : 'none';
}

const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function brokenFile(file: string, error: SyntaxError): NightkeepError {
  const why = whereBroken(file) ?? error.message;
  const message = `${file} is not valid JSON, so it is left as it is: ${why}. Put it right by hand, or move it away to begin anew.`;
  return new NightkeepError('bad-input', message, { file, issues: [{ path: '', message: why }] }, { cause: error });
}

/** What is there and holds no settings is somebody's mistake, and is not taken for an empty fleet. */
function mustBeObject(file: string): void {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // That it is not there, or no JSON, is told by the store that reads it next.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return;
    throw error;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  const what = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  throw new NightkeepError(
    'bad-input',
    `${file} holds ${what}, where { "fleet": … } belongs, so it is left as it is. Put it right by hand, or move it away to begin anew.`,
    { file, issues: [{ path: '', message: `it holds ${what}` }] },
  );
}

/** The parser's own words, which say at which line; the store's error does not. */
function whereBroken(file: string): string | undefined {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : undefined;
  }
}
