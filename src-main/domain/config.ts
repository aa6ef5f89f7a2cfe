import type { ConfigEntry, ConfigProblem } from '../contract/index.ts';
import { pathCover } from './path-cover.ts';
import { serverAddress, serverMeant } from './server-address.ts';

/**
 * A host's backup.config, read as data. The file is a shell script by its looks (`#!/bin/sh`, `backupdir=…`), but it is
 * never run: whatever would need a shell to know its value is a `syntax` problem, and counts as not set.
 *
 * What each line is, once its CR is cut off:
 *   `backupdir=VALUE`, `server=VALUE`   the last one wins, as it would in sh; an earlier one is a `syntax` problem.
 *                                       Quotes of either kind may stand around the whole value; `export` before it.
 *   `## ENTRY PATH`                     a directory to back up; PATH goes to the end of the line, blanks within it
 *                                       included, blanks at its end not. Slashes are made single.
 *   a comment, a blank line, `x=y`      kept, and means nothing here.
 *                                       A server may have a user and a port: `root@vault3:2222`.
 *   anything else                       kept, and is a `syntax` problem, since someone will expect it to do something.
 * Whoever is root on a host writes this file, so that what is read of it is bounded; what is left out is a problem.
 * programs/night/config.sh reads the same file by the same rules; one table of cases tests both.
 */
export interface ParsedConfig {
  backupdir: string | undefined;
  server: string | undefined;
  /** Every `## ENTRY` line with a path, also those that have a problem. */
  entries: ConfigEntry[];
  problems: ConfigProblem[];
}

export interface ParseOptions {
  /** With it, a server that is none of these is an `unknown-server` problem. */
  knownServers?: readonly string[] | undefined;
  /** Which other host keeps its nights in that backupdir of that server; a `shared-backupdir` problem where one does. */
  neighbourIn?: ((server: string, backupdir: string) => string | undefined) | undefined;
}

/** Entries, and then problems, that are told of. The most that a real host had were some hundred. */
const MOST_ENTRIES = 10_000;
const MOST_PROBLEMS = 1000;
/** PATH_MAX where it is longest: no system has a longer path. In bytes there, in UTF-16 units here, which are no more. */
const LONGEST_PATH = 4096;

// None of these has two repetitions side by side that take the same characters: such a one would take time in the square
// of a line's length.
const ENTRY = /^[ \t]*##[ \t]+ENTRY[ \t]+(?=[^ \t])/;
const NEARLY_ENTRY = /^[ \t]*##[ \t]*entry(?![a-z0-9])/i;
const SETTING = /^[ \t]*(?:export[ \t]+)?(backupdir|server)=/;
const NEARLY_SETTING = /^[ \t]*(?:export[ \t]+)?(backupdir|server)[ \t]+=/i;
const HARMLESS = /^[ \t]*(?:#|$|(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=)/;
const QUOTED = /^(?:'([^']*)'|"([^"$`\\]*)")(?:[ \t]+#.*)?$/s;
const PLAIN = /^([^ \t'"$`\\;&|<>()]*)(?:[ \t]+#.*)?$/s;

interface Setting {
  line: number;
  value: string | undefined;
}

export function parseConfig(text: string, options: ParseOptions = {}): ParsedConfig {
  const { knownServers } = options;
  const entries: ConfigEntry[] = [];
  const problems: ConfigProblem[] = [];
  const settings = new Map<string, Setting>();
  const syntax = (line: number, message: string) => problems.push({ line, code: 'syntax', message });
  let beyond: number | undefined;

  for (const { line, content } of contentLines(text)) {
    const entry = ENTRY.exec(content);
    if (entry) {
      const path = withSingleSlashes(content.slice(entry[0].length));
      if (path.length > LONGEST_PATH) syntax(line, `A path of more than ${LONGEST_PATH} bytes can’t be there.`);
      else if (entries.length < MOST_ENTRIES) entries.push({ line, path });
      else beyond ??= line;
      continue;
    }
    const setting = SETTING.exec(content);
    if (setting) {
      const [whole, key = ''] = setting;
      const raw = content.slice(whole.length);
      const before = settings.get(key);
      if (before) syntax(before.line, `${key} is set again on line ${line}, and the last one counts.`);
      settings.set(key, { line, value: readSetting(key, raw, line, syntax) });
      continue;
    }
    const complaint = complaintAbout(content);
    if (complaint) syntax(line, complaint);
  }

  if (beyond)
    syntax(beyond, `Nightkeep shows the first ${MOST_ENTRIES} entries; a night copies those from here on as well.`);

  const backupdir = absoluteBackupdir(settings.get('backupdir'), problems);
  const server = settings.get('server')?.value || undefined;
  if (!backupdir)
    problems.push({
      line: settings.get('backupdir')?.line ?? 1,
      code: 'no-backupdir',
      message: 'The file does not say backupdir=/…, where the nights go on the server.',
    });
  if (!server)
    problems.push({
      line: settings.get('server')?.line ?? 1,
      code: 'no-server',
      message: 'The file does not say server=NAME, the backup server the nights go to.',
    });
  else if (knownServers && !serverMeant(server, (name) => knownServers.includes(name)))
    problems.push({
      line: settings.get('server')?.line ?? 1,
      code: 'unknown-server',
      message: `${server} is none of the fleet's servers.`,
    });
  const neighbour = server && backupdir && options.neighbourIn?.(server, backupdir);
  if (neighbour)
    problems.push({
      line: settings.get('backupdir')?.line ?? 1,
      path: backupdir,
      code: 'shared-backupdir',
      message: `${neighbour} keeps its nights there, and each would push out the other’s: name a directory of its own.`,
    });
  problems.push(...entryProblems(entries));
  return { backupdir, server, entries, problems: boundedProblems(problems) };
}

function boundedProblems(problems: ConfigProblem[]): ConfigProblem[] {
  problems.sort((a, b) => a.line - b.line);
  const next = problems[MOST_PROBLEMS];
  if (!next) return problems;
  const message = `${problems.length - MOST_PROBLEMS} more problems from this line on are not shown.`;
  return [...problems.slice(0, MOST_PROBLEMS), { line: next.line, code: 'syntax', message }];
}

/** The entries a night copies: absolute, without `.` and `..`, each once. Those that lie in another one are among them. */
export function copyableEntries(entries: readonly ConfigEntry[]): ConfigEntry[] {
  const seen = new Set<string>();
  return entries.filter(({ path }) => {
    if (whyNotAPath(path) || seen.has(path)) return false;
    seen.add(path);
    return true;
  });
}

/** Why a text can't be an entry's path, or undefined where it can. */
export function whyNotAPath(path: string): { code: 'not-absolute' | 'syntax'; message: string } | undefined {
  if (!path.startsWith('/')) return { code: 'not-absolute', message: 'An entry is a full path: it begins with /.' };
  if (path === '/')
    return { code: 'syntax', message: 'The whole machine can’t be one entry: name the directories in it.' };
  if (path.split('/').some((part) => part === '.' || part === '..'))
    return { code: 'syntax', message: 'A path has no . or .. in it.' };
  return undefined;
}

export const withSingleSlashes = (path: string): string => {
  const single = path.includes('//') ? path.replace(/\/+/g, '/') : path;
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
};

/** Every line without its line end and the blanks before it. NUL bytes are dropped, as every shell drops them. */
function* contentLines(text: string): Generator<{ line: number; content: string }> {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const [index, raw] of lines.entries()) {
    const bare = raw.replaceAll('\0', '');
    const unmarked = index === 0 && bare.startsWith('\uFEFF') ? bare.slice(1) : bare;
    yield { line: index + 1, content: withoutEndBlanks(unmarked.endsWith('\r') ? unmarked.slice(0, -1) : unmarked) };
  }
}

function withoutEndBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
  return text.slice(0, end);
}

function readSetting(
  key: string,
  raw: string,
  line: number,
  syntax: (line: number, message: string) => void,
): string | undefined {
  const quoted = QUOTED.exec(raw);
  const plain = PLAIN.exec(raw);
  const value = quoted ? (quoted[1] ?? quoted[2]) : plain?.[1];
  if (value === undefined) {
    syntax(
      line,
      `The value of ${key} can't be read without running it: write it plainly, in quotes where it has blanks.`,
    );
    return undefined;
  }
  if (key === 'server' && value !== '' && !serverAddress(value)) {
    syntax(
      line,
      'A server’s name has letters, digits, dots, dashes and underscores; before it may stand user@, after it :port.',
    );
    return undefined;
  }
  return value;
}

function complaintAbout(content: string): string | undefined {
  if (NEARLY_ENTRY.test(content))
    return 'An entry is written “## ENTRY /path”; this line is not one, and nothing is copied for it.';
  const key = NEARLY_SETTING.exec(content)?.[1];
  if (key) return `Between ${key.toLowerCase()} and = stands no blank.`;
  if (!HARMLESS.test(content)) return 'This file is read, not run: this line does nothing.';
  return undefined;
}

function absoluteBackupdir(setting: Setting | undefined, problems: ConfigProblem[]): string | undefined {
  if (!setting?.value) return undefined;
  const path = withSingleSlashes(setting.value);
  const why = whyNotAPath(path);
  if (!why) return path;
  const message = why.code === 'not-absolute' ? 'backupdir is a full path: it begins with /.' : why.message;
  problems.push({ line: setting.line, path, code: why.code, message });
  return undefined;
}

function entryProblems(entries: readonly ConfigEntry[]): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const first = new Map<string, number>();
  for (const { line, path } of entries) {
    const why = whyNotAPath(path);
    const earlier = first.get(path);
    if (why) problems.push({ line, path, ...why });
    else if (earlier !== undefined)
      problems.push({ line, path, code: 'duplicate', message: `The same directory as on line ${earlier}.` });
    else first.set(path, line);
  }
  const cover = pathCover(first.keys());
  for (const [path, line] of first) {
    const outer = cover.over(path);
    if (outer !== undefined && outer !== path)
      problems.push({
        line,
        path,
        code: 'nested',
        message: `It lies in ${outer} of line ${first.get(outer)}, and is copied with it.`,
      });
  }
  return problems;
}
