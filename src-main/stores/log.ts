import { appendFileSync, renameSync, statSync } from 'node:fs';

/** What went on, for whoever looks into a trouble. Never given secrets: no tokens, no passphrases, no URLs with them. */
export interface Log {
  info(message: string, fields?: Record<string, unknown>): void;
  /** `error` with its stack, and what caused it. */
  error(message: string, error: unknown, fields?: Record<string, unknown>): void;
}

const LARGEST = 5 * 1024 * 1024;
const OWNER_ONLY = 0o600;

/** A line of JSON an event. At 5 MB the file becomes `FILE.1` and a new one is begun. */
export function openLog(file: string, now: () => Date): Log {
  const write = (line: Record<string, unknown>) => {
    // A full disk must not end the app: the log is worth less than what it tells of.
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) renameSync(file, `${file}.1`);
      appendFileSync(file, `${JSON.stringify({ at: now().toISOString(), ...line })}\n`, { mode: OWNER_ONLY });
    } catch {}
  };
  return {
    info: (message, fields) => write({ level: 'info', message, ...fields }),
    error: (message, error, fields) => write({ level: 'error', message, ...fields, stack: stackOf(error) }),
  };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
