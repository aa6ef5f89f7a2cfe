import { connectBridge } from './bridge-connection.ts';
import type { Connection } from './connection.ts';
import { connectSocket } from './socket-connection.ts';

/** The preload's bridge in Electron, the WebSocket of the web shell in a browser. */
export function connect(): Connection {
  if (window.nightkeep) return connectBridge(window.nightkeep);
  const address = new URL('socket', window.location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  address.hash = '';
  return connectSocket(address.href);
}
