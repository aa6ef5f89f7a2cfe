import type {
  CommandInput,
  CommandName,
  CommandResult,
  EventName,
  Events,
  SocketCall,
  SocketMessage,
} from '../../src-main/contract/index.ts';
import { backoff } from './backoff.ts';
import { CallError } from './call-error.ts';
import type { Connection, LinkState } from './connection.ts';

type Listener = (payload: never) => void;

interface Waiting {
  frame: string;
  sent: boolean;
  resolve: (result: unknown) => void;
  reject: (error: CallError) => void;
}

const lost = (command: string) =>
  new CallError({
    code: 'unreachable',
    message: `The connection to Nightkeep was lost while it did ${command}. What was started goes on; look at it once the connection is back.`,
  });

/** One that throws is told of in the console, as in Electron, and keeps nothing from the others. */
function tell(listener: Listener, payload: unknown): void {
  try {
    listener(payload as never);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** A connection over the web shell's WebSocket, which comes back by itself. Calls made while it is down wait for it. */
export function connectSocket(address: string): Connection & { close(): void } {
  const waiting = new Map<number, Waiting & { command: string }>();
  const listeners = new Map<EventName, Set<Listener>>();
  const watchers = new Set<() => void>();
  let state: LinkState = 'connecting';
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let lastId = 0;

  const become = (next: LinkState) => {
    if (next === state) return;
    state = next;
    for (const watcher of watchers) watcher();
  };

  const receive = (frame: SocketMessage) => {
    if ('event' in frame) {
      for (const listener of listeners.get(frame.event) ?? []) tell(listener, frame.payload);
      return;
    }
    const call = waiting.get(frame.id);
    if (!call) return;
    waiting.delete(frame.id);
    if ('error' in frame) call.reject(new CallError(frame.error));
    else call.resolve(frame.result);
  };

  const open = () => {
    clearTimeout(timer);
    const current = new WebSocket(address);
    socket = current;
    current.onopen = () => {
      attempt = 0;
      for (const call of waiting.values()) {
        call.sent = true;
        current.send(call.frame);
      }
      become('open');
    };
    current.onmessage = (message) => receive(JSON.parse(String(message.data)) as SocketMessage);
    current.onclose = () => {
      if (socket !== current) return;
      socket = undefined;
      // A call that was sent may have been done: it is not sent twice.
      for (const [id, call] of waiting) {
        if (!call.sent) continue;
        waiting.delete(id);
        call.reject(lost(call.command));
      }
      become('lost');
      timer = setTimeout(open, backoff(attempt++, Math.random()));
    };
  };
  open();

  return {
    call: <Name extends CommandName>(command: Name, input: CommandInput<Name>) =>
      new Promise<CommandResult<Name>>((resolve, reject) => {
        const id = ++lastId;
        const frame = JSON.stringify({ id, command, input } satisfies SocketCall);
        const sent = socket?.readyState === WebSocket.OPEN;
        // The dispatcher on the other side answers a command by its declared type.
        waiting.set(id, { frame, sent, command, resolve: (result) => resolve(result as CommandResult<Name>), reject });
        if (sent) socket?.send(frame);
      }),
    subscribe: <Name extends EventName>(event: Name, listener: (payload: Events[Name]) => void) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set.add(listener as Listener));
      return () => set.delete(listener as Listener);
    },
    close() {
      clearTimeout(timer);
      const current = socket;
      socket = undefined;
      current?.close();
    },
    link: {
      state: () => state,
      subscribe: (watcher) => {
        watchers.add(watcher);
        return () => watchers.delete(watcher);
      },
      retry: () => {
        if (!socket) open();
      },
    },
  };
}
