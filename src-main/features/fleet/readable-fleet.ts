import { type Fleet, fleet as fleetSchema } from '../../contract/index.ts';

/**
 * The fleet as it could last be read, at first an empty one: what works by itself begins and goes on over a settings file
 * that is broken, of which whoever asks for the fleet is told.
 */
export function readableFleet(read: () => Fleet): () => Fleet {
  let last: Fleet = fleetSchema.parse({});
  return () => {
    try {
      last = read();
    } catch {
      // As it was.
    }
    return last;
  };
}
