import { commands, type ErrorEnvelope, type Job, NightkeepError } from '../../contract/index.ts';
import type { Core } from '../../core.ts';
import { dispatch } from '../shared/dispatcher.ts';
import { progressLines } from './progress.ts';

/** Where a call writes and what interrupts it; the process's own, or a test's. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Calls back at Ctrl-C; gives what ends that. */
  onInterrupt: (interrupt: () => void) => () => void;
}

export const EXIT_ERROR = 1;
/** What shells expect of a program that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

/** Runs one command, waiting for it if it is a job. Gives the exit code. */
export async function runCall(core: Core, command: string, json: string, terminal: Terminal): Promise<number> {
  const input = parseInput(json);
  if (input instanceof NightkeepError) return printError(terminal, input.toEnvelope());
  const progress = progressLines((line) => terminal.err(`${line}\n`));
  const unsubscribe = core.subscribe('job.changed', progress);
  try {
    const answer = await dispatch(core, command, input);
    if ('error' in answer) return printError(terminal, answer.error);
    if (!isJob(command)) return printResult(terminal, answer.result);
    return await waitForJob(core, (answer.result as { jobId: string }).jobId, terminal);
  } finally {
    unsubscribe();
  }
}

const isJob = (command: string) =>
  Object.entries(commands).some(([name, { kind }]) => name === command && kind === 'job');

async function waitForJob(core: Core, id: string, terminal: Terminal): Promise<number> {
  let interrupted = false;
  const stopListening = terminal.onInterrupt(() => {
    interrupted = true;
    void dispatch(core, 'jobs.cancel', { id });
  });
  try {
    const job = await endOf(core, id);
    if (job.state === 'done') return printResult(terminal, job.outcome);
    const cancelled: ErrorEnvelope = {
      code: 'cancelled',
      message: `${job.title} was cancelled`,
      details: { jobId: id },
    };
    printError(terminal, job.state === 'cancelled' ? cancelled : (job.error ?? cancelled));
    return interrupted ? EXIT_INTERRUPTED : EXIT_ERROR;
  } finally {
    stopListening();
  }
}

function endOf(core: Core, id: string): Promise<Job> {
  return new Promise((resolve, reject) => {
    const check = (job: Job) => {
      if (job.id !== id || job.finishedAt === undefined) return;
      unsubscribe();
      resolve(job);
    };
    const unsubscribe = core.subscribe('job.changed', check);
    // It may have ended before anyone listened.
    core.call('jobs.get', { id }).then(check, reject);
  });
}

function parseInput(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    return new NightkeepError('bad-input', `the input is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function printResult(terminal: Terminal, result: unknown): number {
  terminal.out(`${JSON.stringify(result)}\n`);
  return 0;
}

/** With `details` always: a script need not ask first whether there are any. */
export function printError(terminal: Pick<Terminal, 'err'>, error: ErrorEnvelope): number {
  terminal.err(`${JSON.stringify({ error: { ...error, details: error.details ?? {} } })}\n`);
  return EXIT_ERROR;
}
