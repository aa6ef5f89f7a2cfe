import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NightkeepError } from '../../contract/index.ts';
import type { Core } from '../../core.ts';
import type { Log } from '../../ports.ts';
import { createGuard } from './guard.ts';
import { type Opening, writeOpening } from './opening.ts';
import { createPages } from './pages.ts';
import { createSockets } from './socket.ts';

export interface WebOptions {
  core: Core;
  log: Log;
  /** The folder of the built renderer. */
  folder: string;
  /** 0, the default, takes any free one. */
  port?: number;
  /** A file to be made, that lets a browser in once. */
  openingFile?: string | undefined;
}

export interface WebServer {
  /** To be opened in a browser. Holds the token, so it is shown to the user and written nowhere else. */
  url: string;
  port: number;
  close(): Promise<void>;
}

/** Only this machine can reach it; who has no token of this run is refused. */
export async function startWebServer({ core, log, folder, port = 0, openingFile }: WebOptions): Promise<WebServer> {
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  const guard = createGuard(taken);
  const base = `http://127.0.0.1:${taken}`;
  const opening = openingFile ? openingOr(server, openingFile, (code) => `${base}/open/${code}`) : undefined;
  const sockets = createSockets(core, guard);
  // The port is part of what is checked, so it has to be known first; nobody knows it yet, and requests wait.
  server.on('request', createPages({ guard, opening, folder, log }));
  server.on('upgrade', sockets.upgrade);

  return {
    url: base + guard.openPath,
    port: taken,
    async close() {
      opening?.end();
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A server without its way in is none. */
function openingOr(server: Server, file: string, addressOf: (code: string) => string): Opening {
  try {
    return writeOpening(file, addressOf);
  } catch (error) {
    server.close();
    throw error;
  }
}

const cannotListen = (port: number, error: Error) =>
  new NightkeepError('conflict', `can't listen on 127.0.0.1:${port}: ${error.message}`, { port }, { cause: error });
