import type { FailureItem } from '../../contract/index.ts';
import type { Core } from '../../core.ts';

/** What one notification says. */
export interface Notice {
  title: string;
  body: string;
}

export interface NotificationDeps {
  core: Pick<Core, 'subscribe'>;
  show: (notice: Notice, onClick: () => void) => void;
  openApp: () => void;
}

/** A night may fail for many hosts at once: more than these in one go are told in one notification. */
const MOST_SINGLE = 3;
/** Failures of one pass come one right after the other. */
const TOGETHER_MS = 500;

/** Tells of each new failure. Gives what ends it. */
export function notifyOfFailures({ core, show, openApp }: NotificationDeps): () => void {
  let waiting: FailureItem[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    const items = waiting;
    waiting = [];
    timer = undefined;
    for (const notice of noticesOf(items)) show(notice, openApp);
  };
  const unsubscribe = core.subscribe('failure.raised', (item) => {
    waiting.push(item);
    timer ??= setTimeout(tell, TOGETHER_MS);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}

function noticesOf(items: readonly FailureItem[]): Notice[] {
  if (items.length <= MOST_SINGLE) return items.map(noticeOf);
  const hosts = [...new Set(items.map(({ host }) => host))];
  return [{ title: `${items.length} new failures`, body: `On ${hosts.join(', ')}` }];
}

/** Whose data it is comes first: of a long text only the beginning may be shown. */
const noticeOf = ({ title, customer, path, message }: FailureItem): Notice => ({
  title,
  body: [customer, path, message].filter(Boolean).join(' · ').toWellFormed(),
});
