import type { Readable } from 'node:stream';
import type { ChangedHostKey } from '../contract/index.ts';
import type { KeyChange } from './host-keys.ts';

/** One command on one machine. */
export interface ExecRequest {
  /** POSIX sh, constant, without single quotes: whatever varies goes through stdin. */
  script: string;
  stdin?: Buffer | Readable;
  /** Called with each chunk; without it stdout is collected. While a promise is open, no more is read. */
  onStdout?: (chunk: Buffer) => void | Promise<void>;
  /** Aborting ends the remote process group: TERM, and KILL after a grace of 5 s. */
  signal?: AbortSignal;
  /** Milliseconds without any output after which the command is ended; none by default. */
  idleTimeoutMs?: number;
  /** Milliseconds the command may take, from when it was started; as long as it likes by default. */
  timeoutMs?: number;
  /**
   * True for calls that nobody waits for: they fail at once with the last error while a machine that could not be
   * reached is left alone. Others always try.
   */
  background?: boolean;
  /**
   * True for a call on one machine of many, one after another: its connection is closed soon after, unless somebody else
   * used it lately, and is not made again by itself where it fails.
   */
  passing?: boolean;
}

export interface ExecResult {
  /** null where a signal ended the command. */
  exitCode: number | null;
  signal?: string;
  /** Empty where onStdout was given. */
  stdout: Buffer;
  /** At most the last 64 KiB. */
  stderr: Buffer;
}

export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'unreachable';

export interface ConnectionStatus {
  machine: string;
  state: ConnectionState;
  latencyMs?: number;
  error?: string;
}

/**
 * The fleet's machines over SSH, one pooled connection each. Every failure is a NightkeepError that names the machine:
 * unreachable, authentication-failed, host-key-unknown, host-key-changed, passphrase-needed, timed-out, cancelled.
 */
export interface Machines {
  exec(machine: string, request: ExecRequest): Promise<ExecResult>;
  status(machine: string): ConnectionStatus;
  /** Adds the key to known_hosts, if it is the one that was shown. */
  trust(machine: string, fingerprint: string): Promise<void>;
  /** The same of many, in one write; where one shows another key by now, none is added. */
  trustAll(keys: readonly { machine: string; fingerprint: string }[]): Promise<void>;
  /** The other key that the machine showed when it was last connected to, where it did. */
  changedKey(machine: string): ChangedHostKey | undefined;
  /** Puts it in the place of the known ones, if both sides are as whoever asks has seen them. */
  replaceKey(change: KeyChange): Promise<void>;
  providePassphrase(machine: string, passphrase: string): void;
  close(): Promise<void>;
}
