import type { CommandInput, CommandName, CommandResult } from './commands.ts';
import type { ErrorEnvelope } from './errors.ts';
import type { EventName, Events } from './events.ts';

/**
 * How the renderer speaks with the core. In Electron the preload puts a `Bridge` at `window.nightkeep`; elsewhere the
 * same page opens the WebSocket `socket` beside itself and speaks the messages below, each one JSON
 * text frame. Both carry the same envelopes, so that one client serves both.
 */
export type Answer<Result = unknown> = { result: Result } | { error: ErrorEnvelope };

export interface Bridge {
  /** Never rejects for an error of the core: that comes as `{ error }`. */
  call<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Answer<CommandResult<Name>>>;
  /** Gives the function that ends the subscription. */
  subscribe<Name extends EventName>(event: Name, listener: (payload: Events[Name]) => void): () => void;
}

/** From the page. `id` is the page's own, unique among its calls under way. */
export interface SocketCall {
  id: number;
  command: string;
  input: unknown;
}

/** To the page: the answer to a call, or an event. Every socket gets every event; there is nothing to subscribe to. */
export type SocketMessage =
  | ({ id: number } & Answer)
  | { [Name in EventName]: { event: Name; payload: Events[Name] } }[EventName];

/** Where the socket is, beside the page. */
export const SOCKET_NAME = 'socket';
/** The longest message from a page, in bytes: a backup.config with 100,000 entries fits. A longer one ends the socket. */
export const LONGEST_MESSAGE = 16 * 1024 * 1024;
