import { parseArgs } from 'node:util';
import { NightkeepError } from '../../contract/index.ts';

export type Invocation =
  | { kind: 'help' }
  | { kind: 'version' }
  | { kind: 'call'; home: string | undefined; command: string; json: string }
  | { kind: 'watch'; home: string | undefined }
  | { kind: 'serve'; home: string | undefined; port: number; openingFile: string | undefined };

export const help = `Nightkeep: backups of hosted customers.

  nightkeep call COMMAND [JSON]   runs a command and prints its result as JSON
                                  JSON is its input; - reads it from stdin
  nightkeep watch                 says how the nights are, as JSON, for a monitoring system, with the
                                  exit codes such a system knows: 0 good, 1 warning, 2 critical,
                                  3 not known
  nightkeep serve [--port N]      serves the app to this machine's browser and prints the address
                                  --opening FILE makes a page that opens the app once,
                                  for a browser that is started with the file's name
  nightkeep --help | --version

  --home DIR                      the data folder (else NIGHTKEEP_HOME, else the system's place)

A job is waited for: its progress goes to stderr, its outcome to stdout. Ctrl-C cancels it.
An error is printed to stderr as {"error":{"code","message","details"}}, with exit code 1.
`;

/** Throws bad-input for anything it doesn't know. */
export function parseInvocation(args: readonly string[]): Invocation {
  const { values, positionals } = parse(args);
  const [kind, ...rest] = positionals;
  if (values.help || kind === 'help') return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  const home = values.home;
  if (kind === 'call') {
    const [command, json = '{}', ...more] = rest;
    if (!command || more.length > 0) throw misused('call takes a COMMAND and one JSON argument');
    return { kind: 'call', home, command, json };
  }
  if (kind === 'watch') {
    if (rest.length > 0) throw misused('watch takes no arguments but options');
    return { kind: 'watch', home };
  }
  if (kind === 'serve') {
    if (rest.length > 0) throw misused('serve takes no arguments but options');
    return { kind: 'serve', home, port: portOf(values.port), openingFile: values.opening };
  }
  throw misused(kind ? `there is no ${kind}; see nightkeep --help` : 'say what to do; see nightkeep --help');
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        home: { type: 'string' },
        port: { type: 'string' },
        opening: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw misused(error instanceof Error ? error.message : String(error));
  }
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw misused('--port takes a number up to 65535');
  return port;
}

const misused = (message: string) => new NightkeepError('bad-input', message);
