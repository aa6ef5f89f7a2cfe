import { NightkeepError } from '../../contract/index.ts';

/** Notes a bug that was met in what is told of a host, and gives what crosses in its place. */
export type OnBug = (error: unknown, host: string) => NightkeepError;

/**
 * What went wrong with one host of many, as an error of its own: whatever it or its server told, a bug in taking it in
 * costs the others nothing. Throws what ends the reading of all, which is that it was cancelled.
 */
export function ofOneHost(onBug: OnBug, host: string, error: unknown, signal: AbortSignal | undefined): NightkeepError {
  if (signal?.aborted) throw error;
  if (!(error instanceof NightkeepError)) {
    const bug = onBug(error, host);
    return new NightkeepError(bug.code, `${host}: ${bug.message}`, bug.details);
  }
  if (error.code === 'cancelled') throw error;
  return error;
}
