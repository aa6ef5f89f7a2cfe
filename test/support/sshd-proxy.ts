import { connect, createServer, type Socket } from 'node:net';

export interface FaultyProxy {
  port: number;
  /** How many connections it has taken. */
  taken: () => number;
  /** Cuts all connections. */
  cut: () => void;
  /** From now on carries nothing any more, but keeps the connections open, as a dead line does. */
  stall: () => void;
  /** Hangs up on the next connections, as an sshd with too many of them does. */
  hangUpOn: (connections: number) => void;
  stop: () => Promise<void>;
}

/** A TCP proxy on loopback in front of a port of 127.0.0.1, whose faults can be switched on. */
export async function startFaultyProxy(port: number): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  let taken = 0;
  let hangUps = 0;
  const server = createServer((near) => {
    taken += 1;
    if (hangUps > 0) {
      hangUps -= 1;
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.once('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    taken: () => taken,
    cut,
    stall: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
    hangUpOn: (connections) => {
      hangUps = connections;
    },
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
