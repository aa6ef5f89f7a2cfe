/** What is known of a tarball only when all of it was packed. */
export interface TarballEnd {
  bytes: number;
  sha256: string;
  /** What it is to be called, without its ending. */
  name: string;
  ending: TarballEnding;
}

export type TarballEnding = 'tar.gz' | 'tar.zst';

/** At the end of a tarball's name. */
export const TARBALL_ENDING = /\.tar\.[a-z]+$/;

export const endingOf = (tarball: string): TarballEnding => (tarball.endsWith('.tar.zst') ? 'tar.zst' : 'tar.gz');

/** The unit of a frame, which is what take-frames.sh reads at a time. */
const BLOCK = 65_536;
const LEAST = 16 * BLOCK;
const MOST = 256 * BLOCK;

/**
 * A tarball's bytes as take-frames.sh takes them: in frames that grow with what was sent, each a process on the host, and
 * at the end what is known then.
 */
export async function* framed(bytes: AsyncIterable<Buffer>, end: Promise<TarballEnd>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let length = 0;
  let sent = 0;
  for await (const chunk of bytes) {
    pending.push(chunk);
    length += chunk.length;
    if (length < Math.min(MOST, Math.max(LEAST, sent / 16))) continue;
    const all = Buffer.concat(pending);
    const whole = length - (length % BLOCK);
    yield Buffer.from(`blocks ${whole / BLOCK}\n`);
    yield all.subarray(0, whole);
    pending = [all.subarray(whole)];
    length -= whole;
    sent += whole;
  }
  const all = Buffer.concat(pending);
  const whole = length - (length % BLOCK);
  if (whole > 0) yield Buffer.concat([Buffer.from(`blocks ${whole / BLOCK}\n`), all.subarray(0, whole)]);
  if (length > whole) yield Buffer.concat([Buffer.from(`bytes ${length - whole}\n`), all.subarray(whole)]);
  const { bytes: total, sha256, name, ending } = await end;
  yield Buffer.from(`end ${total} ${sha256} ${name} ${ending}\n`);
}
