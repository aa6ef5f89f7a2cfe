/**
 * The closed union of error codes that cross the contract. A shell, a screen or a script may switch on a code;
 * the message is for people and names the machine, the path and the next step.
 */
export const errorCodes = [
  // what the caller sent
  'bad-input', // details.issues: [{ path, message }]
  'unknown-command',
  'not-found',
  'conflict', // the thing changed since it was read
  'needs-confirmation', // details.target: what has to be named in `confirm`
  // machines
  'unreachable',
  'authentication-failed',
  'host-key-unknown', // details: { machine, fingerprint, keyType }
  'host-key-changed',
  'passphrase-needed', // details: { machine, identityFile }
  'timed-out',
  'missing-tool',
  'permission-denied',
  'no-space',
  // nights and restores
  'locked', // another run or housekeeping is at work; details.owner
  'night-gone', // the night left rotation
  'nothing-selected',
  'checksum-mismatch',
  'unsafe-path', // a symlink or `..` where a customer could have planted it
  'entry-missing',
  'program-failed', // a program on a machine failed in a way it has no code for; details.stderr
  // ours
  'cancelled',
  'internal', // a bug: details.id names the log entry
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** The shape in which every error crosses IPC, the WebSocket and the command line. */
export interface ErrorEnvelope {
  code: ErrorCode;
  message: string;
  details?: Record<string, unknown> | undefined;
}

/** An expected failure. Anything else that is thrown is a bug, is logged with its stack and crosses as `internal`. */
export class NightkeepError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, details?: Record<string, unknown>, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NightkeepError';
    this.code = code;
    this.details = details;
  }

  toEnvelope(): ErrorEnvelope {
    return { code: this.code, message: this.message, details: this.details };
  }
}
