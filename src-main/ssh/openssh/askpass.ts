import { execFile } from 'node:child_process';
import { constants, open } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What ssh asks: `confirm` wants a yes, `none` only tells something, all others want text. */
export interface Asked {
  kind: string;
  text: string;
}

export interface Askpass {
  /** For ssh's environment. */
  env: Record<string, string>;
  /** Nobody waits for an answer any more: ends the program that asked. */
  dismiss: () => void;
  /** Only when no program can be asking: it would wait for ever. */
  close: () => void;
}

/**
 * The program that ssh starts for each of its questions. It hands the question to us and our answer to ssh through two
 * pipes in a folder that is ours alone, so that no answer ever stands in a file, an argument or the environment.
 */
const PROGRAM = `#!/bin/sh
case $SSH_ASKPASS_PROMPT in none) exit 0 ;; esac
printf '%s\\n%s\\000' "$SSH_ASKPASS_PROMPT" "$1" >"$NIGHTKEEP_ASK/asked" || exit 1
IFS= read -r answer <"$NIGHTKEEP_ASK/answer" || exit 1
printf '%s\\n' "$answer"
`;

/** Answers what ssh asks. Where \`answer\` gives undefined, the question is left open: end ssh then. */
export async function createAskpass(
  folder: string,
  answer: (asked: Asked) => Promise<string | undefined>,
): Promise<Askpass> {
  const program = join(folder, 'ask');
  const [asked, answers] = [join(folder, 'asked'), join(folder, 'answer')];
  await writeFile(program, PROGRAM, { mode: 0o700 });
  await promisify(execFile)('mkfifo', ['-m', '600', asked, answers]);
  // Open for both, so that neither end ever waits for the other to be opened, nor ends when it is closed.
  const flags = constants.O_RDWR | constants.O_NONBLOCK;
  const [from, to] = [new Socket({ fd: await promisify(open)(asked, flags) }), await promisify(open)(answers, flags)];
  const answersTo = new Socket({ fd: to, readable: false, writable: true });
  for (const socket of [from, answersTo]) socket.on('error', () => {}).unref();
  let text = '';
  let waiting = 0;
  const give = (line: string) => {
    waiting -= 1;
    answersTo.write(`${line.replace(/[\r\n]/g, '')}\n`);
  };
  from.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const questions = text.split('\0');
    text = questions.pop() ?? '';
    for (const question of questions) {
      waiting += 1;
      const at = question.indexOf('\n');
      answer({ kind: question.slice(0, at), text: question.slice(at + 1) }).then((given) => {
        if (given !== undefined && waiting > 0) give(given);
      });
    }
  });
  return {
    env: {
      SSH_ASKPASS: program,
      SSH_ASKPASS_REQUIRE: 'force',
      NIGHTKEEP_ASK: folder,
      DISPLAY: process.env.DISPLAY || ':',
    },
    dismiss: () => {
      while (waiting > 0) give('');
    },
    close: () => {
      from.destroy();
      answersTo.destroy();
    },
  };
}
