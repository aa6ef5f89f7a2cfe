import { type Answer, NightkeepError } from '../../contract/index.ts';
import type { Core } from '../../core.ts';

/**
 * Answers what came over IPC, a WebSocket or the command line. Name and input are whatever the other side sent; the
 * core checks both. Never rejects: an error of any kind crosses as an envelope.
 */
export async function dispatch(core: Core, command: unknown, input: unknown): Promise<Answer> {
  try {
    return { result: await core.call(command, input) };
  } catch (error) {
    if (error instanceof NightkeepError) return { error: error.toEnvelope() };
    // core.call throws nothing else; if it ever does, what it threw stays on this side.
    return { error: { code: 'internal', message: 'something went wrong in Nightkeep itself' } };
  }
}
