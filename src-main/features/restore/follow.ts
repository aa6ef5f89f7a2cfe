import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { NightkeepError } from '../../contract/index.ts';
import { BOOT } from '../../programs/boot.ts';
import { followTarball } from '../../programs/restore/follow.ts';
import type { Machines } from '../../ssh/types.ts';
import { stdinOf } from '../run-program.ts';

/** Bytes that wait here for whoever is slower than the server. */
const WAITING = 4 * 1024 * 1024;

export interface Followed {
  server: string;
  backupdir: string;
  /** The hold's. */
  id: string;
  /** The tarball's, without its ending. */
  name: string;
}

/**
 * The bytes of a tarball on a server, from the first on, though it may not be packed yet. The stream ends when it is
 * whole, and fails where the server can't give it.
 * @param onBytes called with the number of each chunk's bytes
 */
export function follow(
  machines: Machines,
  { server, ...tarball }: Followed,
  signal: AbortSignal,
  onBytes: (count: number) => void,
): Readable {
  const bytes = new PassThrough({ highWaterMark: WAITING });
  const take = async (chunk: Buffer) => {
    onBytes(chunk.length);
    if (!bytes.write(chunk)) await once(bytes, 'drain', { signal });
  };
  const ended = machines.exec(server, {
    script: BOOT,
    stdin: stdinOf(followTarball.source, followTarball.encode(tarball)),
    onStdout: take,
    signal,
  });
  ended.then(
    ({ exitCode, stderr }) => {
      if (exitCode === 0) return bytes.end();
      const said = stderr.toString('utf8').trim().split('\n').at(-1);
      const message = `${server}: the tarball can't be read while it is packed${said ? `: ${said}` : ''}`;
      return bytes.destroy(new NightkeepError('program-failed', message, { machine: server, exitCode }));
    },
    (error: Error) => bytes.destroy(error),
  );
  // Whoever reads it is told; where nobody does any more, nobody has to be.
  bytes.on('error', () => undefined);
  return bytes;
}
