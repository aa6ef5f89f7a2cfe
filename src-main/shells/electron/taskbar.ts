import type { App, BrowserWindow, NativeImage } from 'electron';
import type { Job } from '../../contract/index.ts';
import type { Core } from '../../core.ts';

export interface TaskbarDeps {
  core: Pick<Core, 'subscribe'>;
  app: Pick<App, 'setBadgeCount'>;
  platform: NodeJS.Platform;
  /** The mark on the taskbar's button on Windows, which has no count. */
  mark: NativeImage;
  window: () => Pick<BrowserWindow, 'setProgressBar' | 'setOverlayIcon'> | undefined;
}

const NONE = -1;
/** More than 1 says that something goes on of which nobody knows how far it is. */
const UNKNOWN = 2;

/** The count of open failures on the dock or the launcher, and how far what runs has come. Gives what ends it. */
export function keepTaskbar({ core, app, platform, mark, window }: TaskbarDeps): () => void {
  const running = new Map<string, Job>();
  let open = 0;
  const show = () => {
    app.setBadgeCount(open);
    window()?.setProgressBar(progressOf([...running.values()]));
    if (platform === 'win32') window()?.setOverlayIcon(open > 0 ? mark : null, open > 0 ? `${open} to look at` : '');
  };
  const ends = [
    core.subscribe('failures.changed', (change) => {
      open = change.open;
      show();
    }),
    core.subscribe('job.changed', (job) => {
      if (job.finishedAt === undefined) running.set(job.id, job);
      else running.delete(job.id);
      show();
    }),
  ];
  return () => {
    for (const end of ends) end();
    running.clear();
    open = 0;
    show();
  };
}

/** Of all that runs the mean; each step of a job counts the same, as in the window. */
export function progressOf(jobs: readonly Pick<Job, 'steps'>[]): number {
  const steps = jobs.flatMap((job) => job.steps);
  if (jobs.length === 0) return NONE;
  if (!steps.some(({ state, total }) => state === 'done' || (state === 'running' && total))) return UNKNOWN;
  const done = steps.reduce((sum, { state, done = 0, total }) => {
    if (state === 'done') return sum + 1;
    return state === 'running' && total ? sum + Math.min(1, done / total) : sum;
  }, 0);
  return done / steps.length;
}
