import { setTimeout } from 'node:timers/promises';
import { type Delivered, deliver, type Streamed } from '../../programs/restore/deliver.ts';
import { endingOf, framed, type TarballEnd } from '../../programs/restore/frames.ts';
import type { PackedTarball } from '../../programs/restore/pack.ts';
import type { Machines } from '../../ssh/types.ts';
import { runProgram } from '../run-program.ts';
import { IDLE_MS } from './deps.ts';
import { type Followed, follow } from './follow.ts';
import { withPlaces } from './placing.ts';

/** What the rest may take to be brought over the desk's line; beyond that the host fetches it by itself. */
const PATIENCE_MS = 10_000;
const LOOK_MS = 1_000;

/** A tarball on its way to a host by way of the app, since before it was packed. */
export interface Stream {
  /** Fails with what went wrong on the host or on the server. */
  delivered: Promise<Delivered>;
  /** Tells what was packed, which the host compares with what arrived, and what it is called there. */
  finish(packed: PackedTarball, name: string): void;
  /** Resolves with true as soon as the rest, at the pace so far, takes longer than anybody would wait; false at its end. */
  isSlow(packed: PackedTarball): Promise<boolean>;
  /** Ends it on both machines, and waits until it has ended. */
  stop(): Promise<void>;
}

export function stream(
  machines: Machines,
  tarball: Followed,
  {
    host,
    root,
    configPath,
    unpacked,
    places,
  }: { host: string } & Pick<Streamed, 'root' | 'configPath' | 'unpacked' | 'places'>,
  { signal, onVerifying, onSent }: { signal: AbortSignal; onVerifying: () => void; onSent: (bytes: number) => void },
): Stream {
  const stopping = new AbortController();
  const either = AbortSignal.any([signal, stopping.signal]);
  const end = Promise.withResolvers<TarballEnd>();
  end.promise.catch(() => undefined);
  let began = performance.now();
  let sent = 0;
  const bytes = follow(machines, tarball, either, (count) => {
    if (sent === 0) began = performance.now();
    sent += count;
    onSent(sent);
  });
  const delivered = withPlaces(host, (placing) =>
    runProgram(
      machines,
      host,
      deliver,
      { from: 'stdin', root, configPath, unpacked, places, server: tarball.server },
      {
        signal: either,
        idleTimeoutMs: IDLE_MS,
        body: framed(bytes, end.promise),
        onEvent: (event) => {
          if (!placing.take(event) && event.done === undefined) onVerifying();
        },
      },
    ),
  );
  // Nobody waits for it before the tarball is packed.
  delivered.catch(() => stopping.abort());
  return {
    delivered,
    finish: ({ name: file, bytes: total, sha256 }, name) =>
      end.resolve({ bytes: total, sha256, name, ending: endingOf(file) }),
    async isSlow({ bytes: total }) {
      const over = delivered.then(
        () => true,
        () => true,
      );
      for (;;) {
        if (await Promise.race([over, setTimeout(LOOK_MS, false)])) return false;
        const pace = sent / (performance.now() - began);
        if (sent < total && (total - sent) / pace > PATIENCE_MS) return true;
      }
    },
    async stop() {
      stopping.abort();
      end.reject(new Error('it was stopped'));
      await delivered.catch(() => undefined);
    },
  };
}
