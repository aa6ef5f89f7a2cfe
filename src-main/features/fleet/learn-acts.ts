import { NightkeepError } from '../../contract/index.ts';
import { triageKinds, triagesOf } from '../../domain/failures/triage.ts';
import { NO_STAMP, type Stamps } from '../../programs/fleet/stamps.ts';
import { listActions } from '../../programs/restore/actions.ts';
import type { Machines } from '../../ssh/types.ts';
import type { FactStore } from '../../stores/history/fact-store.ts';
import type { TriageStore } from '../../stores/history/triage-store.ts';
import type { Publish } from '../feature.ts';
import { runProgram } from '../run-program.ts';
import { isAboutReaching } from './reach.ts';
import { watchStamps } from './watch-stamps.ts';

export interface LearnActsDeps {
  machines: Machines;
  facts: FactStore;
  store: TriageStore;
  publish: Publish;
  now: () => Date;
  /** Told that colleagues did something about failures. */
  onTriage: () => void;
  /** Told that a server answers: it can take what it could not be told before. */
  onAnswer: (server: string) => void;
}

/** Takes in the stamps of some backupdirs of a server, and what they tell to be new of what staff did. */
export type LearnActs = (
  server: string,
  stamps: ReadonlyMap<string, Stamps>,
  signal?: AbortSignal | undefined,
) => Promise<void>;

/**
 * By the stamps that are asked for anyway: a server whose logs are as they were is asked nothing more. Which logs were
 * read is kept, so that it is so over restarts, too.
 */
export function createLearnActs(deps: LearnActsDeps): LearnActs {
  const { facts, store, now } = deps;
  const watch = watchStamps(deps.publish);

  return async (server, stamps, signal) => {
    watch(server, stamps);
    deps.onAnswer(server);
    const name = `triage:${server}`;
    const known = (facts.get(name) ?? {}) as Record<string, string>;
    const news = [...stamps].filter(([dir, { actions }]) => actions !== undefined && actions !== known[dir]);
    if (news.length === 0) return;
    const asked = { backupdirs: news.map(([dir]) => dir), kinds: triageKinds };
    const found = await runProgram(deps.machines, server, listActions, asked, { signal }).catch((error) => {
      // What is no answer is not asked for again until there is another one.
      if (error instanceof NightkeepError && error.code !== 'cancelled' && !isAboutReaching(error)) return [];
      throw error;
    });
    const changed = store.keep(
      server,
      found.flatMap(({ action }) => triagesOf(action, now())),
    );
    const read = news.flatMap(([dir, { actions = NO_STAMP }]) => (actions === NO_STAMP ? [] : [[dir, actions]]));
    if (read.length > 0) facts.set(name, { ...known, ...Object.fromEntries(read) });
    if (changed) deps.onTriage();
  };
}
