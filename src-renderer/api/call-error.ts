import type { ErrorCode, ErrorEnvelope } from '../../src-main/contract/index.ts';

/** A command that failed in an expected way: what the core said, with its code and details. */
export class CallError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown>;

  constructor(envelope: ErrorEnvelope) {
    super(envelope.message);
    this.name = 'CallError';
    this.code = envelope.code;
    this.details = envelope.details ?? {};
  }
}

export const callErrorOf = (error: unknown): CallError =>
  error instanceof CallError
    ? error
    : new CallError({ code: 'internal', message: error instanceof Error ? error.message : String(error) });
