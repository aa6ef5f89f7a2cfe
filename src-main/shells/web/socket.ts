import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { eventNames, LONGEST_MESSAGE, SOCKET_NAME, type SocketMessage } from '../../contract/index.ts';
import type { Core } from '../../core.ts';
import { dispatch } from '../shared/dispatcher.ts';
import type { Guard } from './guard.ts';

const socketCall = z.object({ id: z.int().min(0), command: z.string(), input: z.unknown().optional() });

/** Calls of one page under way at once; a page has a few dozen at most. */
const MOST_AT_ONCE = 500;
/** What may wait to be sent to a page that does not read, in bytes. */
const MOST_UNSENT = 64 * 1024 * 1024;

const FAREWELL_MS = 1000;

/** RFC 6455 close codes. */
const GOING_AWAY = 1001;
const UNSUPPORTED = 1003;
const POLICY = 1008;

export interface Sockets {
  /** The upgrade event's handler. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void;
  close(): void;
}

/** Speaks the messages of contract/bridge.ts with each page. */
export function createSockets(core: Core, guard: Guard): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: LONGEST_MESSAGE, perMessageDeflate: false });
  return {
    upgrade(request, stream, head) {
      // A reset while the answer is on its way must not end the program.
      stream.on('error', () => stream.destroy());
      const refused = guard.refusal(request, 'socket');
      if (refused) return refuse(stream, refused.status);
      if (request.url !== guard.base + SOCKET_NAME) return refuse(stream, 404);
      server.handleUpgrade(request, stream, head, (socket) => serve(core, socket));
    },
    close() {
      for (const socket of server.clients) {
        socket.close(GOING_AWAY);
        // A page that does not answer holds nobody up.
        setTimeout(() => socket.terminate(), FAREWELL_MS).unref();
      }
      server.close();
    },
  };
}

const reasons = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' } as const;

function refuse(stream: Duplex, status: keyof typeof reasons): void {
  // Whoever does not end their side would keep the connection, which is no longer one of the HTTP server's.
  stream.once('finish', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function serve(core: Core, socket: WebSocket): void {
  const send = (message: SocketMessage) => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MOST_UNSENT) socket.terminate();
    else socket.send(JSON.stringify(message));
  };
  const subscriptions = eventNames.map((event) =>
    core.subscribe(event, (payload) => send({ event, payload } as SocketMessage)),
  );
  let underWay = 0;

  const answer = async (data: RawData, isBinary: boolean) => {
    const call = isBinary ? undefined : parseCall(data);
    if (!call) return socket.close(UNSUPPORTED, 'not a call');
    if (underWay >= MOST_AT_ONCE) return socket.close(POLICY, 'too many calls at once');
    underWay += 1;
    const answered = await dispatch(core, call.command, call.input);
    underWay -= 1;
    send({ id: call.id, ...answered });
  };

  socket.on('message', (data, isBinary) => void answer(data, isBinary));
  // The close event follows, with the reason; a page that breaks the protocol is not our error.
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  });
}

function parseCall(data: RawData): z.infer<typeof socketCall> | undefined {
  try {
    return socketCall.safeParse(JSON.parse(data.toString())).data;
  } catch {
    return undefined;
  }
}
