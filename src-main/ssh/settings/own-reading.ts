import { globSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { NightkeepError } from '../../contract/index.ts';
import { matchesList } from '../patterns.ts';
import { words } from './config-lines.ts';
import type { Asked, Words } from './ssh-g.ts';
import { expandPath, expandTokens, localUser } from './tokens.ts';

const MOST_DEPTH = 16;
/** Each of these adds to the ones before; of all others the first one counts. */
const ADDING = new Set(['identityfile', 'certificatefile']);

/**
 * Reads the OpenSSH configuration where no OpenSSH client is there to be asked. Host, Include and most of Match are
 * honoured; a line that is not is an error that names it, since a machine must never be called another way than the
 * file says.
 */
export function readConfiguration(path: string, includesFrom: string, asked: Asked): Words {
  const found: Words = new Map();
  const reading = { found, asked, includesFrom };
  readFile(reading, path, true, 0);
  const hostName = found.get('hostname')?.[0];
  if (hostName !== undefined) found.set('hostname', [expandTokens(hostName, { h: asked.name })]);
  return found;
}

interface Reading {
  found: Words;
  asked: Asked;
  includesFrom: string;
}

function readFile(reading: Reading, path: string, outer: boolean, depth: number): void {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new NightkeepError('permission-denied', `${path} can't be read: ${(error as Error).message}`, { path });
  }
  let active = outer;
  for (const { word, values, where } of linesOf(path, text)) {
    if (word === 'host') active = outer && matchesList(values, reading.asked.name);
    else if (word === 'match') active = outer && matches(reading, values, where);
    else if (word === 'include') {
      if (depth < MOST_DEPTH && active)
        for (const file of included(reading, values)) readFile(reading, file, active, depth + 1);
    } else if (active) take(reading.found, word, values, where);
  }
}

interface Line {
  word: string;
  values: string[];
  where: Where;
}

/** Taken apart once, for all of a thousand machines that are looked up in a file. */
const known = new Map<string, { text: string; lines: Line[] }>();

function linesOf(path: string, text: string): Line[] {
  const before = known.get(path);
  if (before?.text === text) return before.lines;
  const lines = text.split('\n').flatMap((line, index) => {
    const [keyword, ...values] = words(line);
    if (keyword === undefined) return [];
    return { word: keyword.toLowerCase(), values, where: { path, line: index + 1, text: line.trim() } };
  });
  known.set(path, { text, lines });
  return lines;
}

function included({ includesFrom }: Reading, patterns: string[]): string[] {
  return patterns
    .map((pattern) => expandPath(pattern))
    .map((pattern) => (isAbsolute(pattern) ? pattern : join(includesFrom, pattern)))
    .flatMap((pattern) => globSync(pattern).sort());
}

interface Where {
  path: string;
  line: number;
  text: string;
}

function take(found: Words, word: string, values: string[], where: Where): void {
  if (word === 'canonicalizehostname' && !/^no$/i.test(values[0] ?? '')) throw notHonoured(where);
  // A command is the rest of its line as it stands.
  const value = /command$/.test(word) ? where.text.replace(/^\S+?(?:\s*=\s*|\s+)/, '') : values.join(' ');
  const known = found.get(word);
  if (known === undefined) found.set(word, [value]);
  else if (ADDING.has(word)) known.push(value);
}

function matches({ found, asked }: Reading, values: string[], where: Where): boolean {
  const criteria = [...values];
  let all = true;
  while (criteria.length > 0) {
    const word = criteria.shift() ?? '';
    const negated = word.startsWith('!');
    const name = (negated ? word.slice(1) : word).toLowerCase();
    if (name === 'all') continue;
    if (name === 'canonical') {
      // Names are not made canonical here, so nothing is.
      all &&= negated;
      continue;
    }
    const of = { host: found.get('hostname')?.[0] ?? asked.name, originalhost: asked.name };
    const users = { user: asked.user ?? found.get('user')?.[0] ?? localUser().name, localuser: localUser().name };
    const text = { ...of, ...users }[name];
    const patterns = criteria.shift();
    if (!Object.hasOwn({ ...of, ...users }, name) || patterns === undefined) throw notHonoured(where);
    all &&= matchesList(patterns.split(','), text ?? '') !== negated;
  }
  return all;
}

const notHonoured = ({ path, line, text }: Where) =>
  new NightkeepError(
    'bad-input',
    `line ${line} of ${path} (“${text}”) can't be honoured here: it takes OpenSSH's client, and there is no ssh on the PATH of this machine. ` +
      `Install OpenSSH's client, or take the line out.`,
    { path, line },
  );
