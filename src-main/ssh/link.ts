import type { Duplex, Readable, Writable } from 'node:stream';
import type { NotOpened } from './open-command.ts';
import type { Target } from './target.ts';

/** A command that was started on a machine. */
export interface Channel {
  stdin: Writable;
  stdout: Readable;
  stderr: Readable;
  /** Once, before `onClose`; never where the connection was lost. The code is null where a signal ended it. */
  onExit: (take: (code: number | null, signal?: string) => void) => void;
  onClose: (take: () => void) => void;
  close: () => void;
  /** After the close: the command was not started after all. */
  refused: () => NotOpened | undefined;
}

type Opened<What> = (error: (Error & { reason?: number | string }) | undefined, what: What) => void;

/** A connection that is logged in. */
export interface Link {
  target: Target;
  /** The time of one round trip when it was made. */
  latencyMs: number;
  /** Somebody had to answer a question for it, so it is not given up for nothing. */
  answered: boolean;
  /** Resolves with a reason in plain words when the connection is gone, however it went. Never rejects. */
  closed: Promise<string>;
  isOpen: () => boolean;
  /** Ends it; the other side need not answer. */
  end: () => void;
  openCommand: (command: string, opened: Opened<Channel>) => void;
  /** Opens a way to a port that the machine can reach. */
  openForward: (host: string, port: number, opened: Opened<Duplex>) => void;
}
