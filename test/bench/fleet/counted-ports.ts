import { connect, createServer, type Server, type Socket } from 'node:net';

export interface CountedPort {
  /** On loopback; what arrives goes on to the machine. */
  port: number;
  bytes: () => number;
  logins: () => number;
  /** The network is cut from now on, or whole again: connections that were open end, and none is made. */
  cut: (isCut: boolean) => void;
  close: () => void;
}

/** A port in front of a machine's, which counts what passes, both ways. */
export async function countedPort(of: number): Promise<CountedPort> {
  let bytes = 0;
  let logins = 0;
  let isCut = false;
  const open = new Set<Socket>();
  const count = (chunk: Buffer) => {
    bytes += chunk.length;
  };
  const server: Server = createServer({ noDelay: true }, (from) => {
    logins += 1;
    if (isCut) {
      from.destroy();
      return;
    }
    open.add(from);
    const to = connect({ host: '127.0.0.1', port: of, noDelay: true });
    from.on('data', count).pipe(to);
    to.on('data', count).pipe(from);
    from.on('error', () => to.destroy());
    to.on('error', () => from.destroy());
    from.on('close', () => {
      open.delete(from);
      to.destroy();
    });
    to.on('close', () => from.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return {
    port: address.port,
    bytes: () => bytes,
    logins: () => logins,
    cut(wanted) {
      isCut = wanted;
      if (isCut) for (const socket of open) socket.destroy();
    },
    close: () => void server.close(),
  };
}
