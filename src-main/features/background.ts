import { NightkeepError } from '../contract/index.ts';
import type { Log } from '../stores/log.ts';

/** Work that nobody waits for, but that has to be over before the stores are closed. */
export interface Background {
  start(what: string, work: () => Promise<unknown>): void;
  settled(): Promise<void>;
}

export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    start(what, work) {
      const promise = work().then(
        () => {},
        (error: unknown) => {
          // A machine that can't be reached is no bug; its status says so.
          if (error instanceof NightkeepError)
            log.info(`${what} did not work`, { code: error.code, said: error.message });
          else log.error(`${what} failed`, error);
        },
      );
      running.add(promise);
      void promise.then(() => running.delete(promise));
    },
    async settled() {
      await Promise.all(running);
    },
  };
}
