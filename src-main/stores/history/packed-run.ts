import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Run } from '../../contract/index.ts';
import { briefOf } from '../../domain/brief-run.ts';

/** A hundred entries look much alike: a tenth of the size. */
export const pack = (run: Run): Uint8Array => deflateRawSync(JSON.stringify(run), { level: 1 });
export const unpack = (record: Uint8Array): Run => JSON.parse(inflateRawSync(record).toString('utf8'));

/** What is looked at of a run, as text, made anew of its record; null where that can't be read. */
export function briefAgain(record: unknown): string | null {
  try {
    return record instanceof Uint8Array ? JSON.stringify(briefOf(unpack(record))) : null;
  } catch {
    return null;
  }
}
