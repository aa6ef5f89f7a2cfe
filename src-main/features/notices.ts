import { type FailureItem, type NoticeSettings, noticeSettings } from '../contract/index.ts';
import { isWithin, noticesOf } from '../domain/notices.ts';
import type { Settings } from '../stores/settings.ts';
import type { Clock } from './clock.ts';
import type { Subscribe } from './events.ts';
import type { Handlers, Publish } from './feature.ts';

export interface NoticesDeps {
  settings: Pick<Settings, 'read' | 'write'>;
  clock: Clock;
  subscribe: Subscribe;
  publish: Publish;
  /** Whether it still lasts and waits for somebody: it may be over when quiet hours end. */
  isOpen: (id: string) => boolean;
}

export interface Notices {
  handlers: Handlers<'notices.get' | 'notices.set' | 'notices.test'>;
  close(): void;
}

/** How often it is looked whether there is something to tell: failures of one pass come one right after the other. */
const LOOK_EVERY_MS = 2000;

const usual: NoticeSettings = { on: true };

/** Makes notices of the failures that are raised: one a cause, none in quiet hours, and then all that still last. */
export function createNotices({ settings, clock, subscribe, publish, isOpen }: NoticesDeps): Notices {
  let waiting: FailureItem[] = [];

  function current(): NoticeSettings {
    try {
      return noticeSettings.safeParse(settings.read('notifications')).data ?? usual;
    } catch {
      // A settings file that is broken is told of by what the page asks for; failures are told all the same.
      return usual;
    }
  }

  function tell(): void {
    if (waiting.length === 0) return;
    const { on, quiet } = current();
    const now = clock.now();
    if (isWithin(quiet, now.getHours() * 60 + now.getMinutes())) return;
    const items = waiting.filter(({ id }) => isOpen(id));
    waiting = [];
    if (on) for (const notice of noticesOf(items)) publish('notice.raised', notice);
  }

  const ends = [
    subscribe('failure.raised', (item) => {
      waiting = [...waiting.filter(({ id }) => id !== item.id), item];
    }),
    clock.every(LOOK_EVERY_MS, tell),
  ];
  return {
    handlers: {
      'notices.get': current,
      'notices.set': (wanted) => {
        settings.write('notifications', wanted);
        return current();
      },
      'notices.test': () => {
        const shown = { title: 'Nightkeep can reach you', body: 'New failures of the nights are told like this.' };
        publish('notice.raised', shown);
        return { shown };
      },
    },
    close: () => {
      for (const end of ends) end();
    },
  };
}
