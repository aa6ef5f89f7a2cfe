import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';

/** A port of this machine that leads one caller, and nobody after it, to the other end of the stream. */
export function loopbackPort(stream: Duplex): Promise<{ port: number; close: () => void }> {
  const server = createServer((socket) => {
    server.close();
    socket.setNoDelay(true);
    socket.on('error', () => stream.destroy());
    stream.on('error', () => socket.destroy());
    socket.once('close', () => stream.destroy());
    stream.once('close', () => socket.destroy());
    socket.pipe(stream).pipe(socket);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      resolve({
        port: address.port,
        close: () => {
          server.close();
          stream.destroy();
        },
      });
    });
  });
}
