import { execFile } from 'node:child_process';
import { NightkeepError } from '../../contract/index.ts';

/** The machine as the fleet names it. */
export interface Asked {
  name: string;
  user: string | undefined;
  port: number | undefined;
}

/** What a configuration says: keywords in small letters, with their values in order. */
export type Words = Map<string, string[]>;

/** Long enough for a `Match exec` that asks the network. */
const ANSWER_MS = 15_000;
const LONGEST_ANSWER = 1024 * 1024;

/**
 * Asks OpenSSH's client what it would do (`ssh -G`). Undefined where there is no client, or it can't answer for this
 * account; throws bad-input, with ssh's own words, where the configuration is wrong.
 */
export function askSsh(program: string, configuration: readonly string[], asked: Asked): Promise<Words | undefined> {
  const { name, user, port } = asked;
  const args = [
    '-G',
    '-T',
    ...configuration,
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    name,
  ];
  return new Promise((resolve, reject) => {
    const child = execFile(
      program,
      args,
      { timeout: ANSWER_MS, maxBuffer: LONGEST_ANSWER },
      (error, stdout, stderr) => {
        if (!error) return resolve(parse(stdout));
        if (error.code === 'ENOENT' || error.code === 'EACCES') return resolve(undefined);
        const said = stderr.trim();
        // An account without a line in passwd: ssh itself then does nothing at all.
        if (/^No user exists for uid/m.test(said)) return resolve(undefined);
        const why = error.killed ? `no answer within ${ANSWER_MS / 1000} s` : firstOf(said);
        reject(
          new NightkeepError(
            'bad-input',
            `ssh can't say how to reach ${name}: ${why}. “ssh -G ${name}” says the same; put the configuration right.`,
            {
              machine: name,
              stderr: said,
            },
          ),
        );
      },
    );
    child.stdin?.end();
  });
}

const firstOf = (said: string) =>
  said
    .split('\n')
    .find((line) => !/^Pseudo-terminal/.test(line))
    ?.trim() || 'it ended without a word';

function parse(stdout: string): Words {
  const words: Words = new Map();
  for (const line of stdout.split('\n')) {
    const at = line.indexOf(' ');
    if (at < 0) continue;
    const [word, value] = [line.slice(0, at).toLowerCase(), line.slice(at + 1)];
    const known = words.get(word);
    if (known) known.push(value);
    else words.set(word, [value]);
  }
  return words;
}
