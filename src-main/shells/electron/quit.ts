import type { App } from 'electron';
import type { Core } from '../../core.ts';

export interface QuitDeps {
  app: Pick<App, 'on' | 'quit'>;
  core: Pick<Core, 'call' | 'close'>;
  /** Asks whether to cancel what runs, named by title. */
  confirm: (running: readonly string[]) => boolean;
  /** Lets go of the tray and the subscriptions. */
  release: () => void;
}

/** Before the app ends, what runs on machines is cancelled, which takes a moment: quitting waits for it. */
export function quitCleanly({ app, core, confirm, release }: QuitDeps): void {
  let state: 'open' | 'closing' | 'closed' = 'open';

  async function close(): Promise<void> {
    const { jobs } = await core.call('jobs.list', {});
    const running = jobs.filter(({ finishedAt }) => finishedAt === undefined).map(({ title }) => title);
    if (running.length > 0 && !confirm(running)) {
      state = 'open';
      return;
    }
    release();
    // Whatever fails here, the app ends.
    await core.close().catch(() => {});
    state = 'closed';
    app.quit();
  }

  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void close();
  });
}
