import type { Notification, NotificationConstructorOptions } from 'electron';
import type { Core } from '../../core.ts';

export interface NotificationDeps {
  core: Pick<Core, 'subscribe'>;
  create: (options: NotificationConstructorOptions) => Notification;
  /** Opens the app at an address of the page. */
  openApp: (address: string) => void;
}

/** Shows each notice of the core as the system does; a click opens what it is about. Gives what ends it. */
export function showNotices({ core, create, openApp }: NotificationDeps): () => void {
  /** One that nothing holds is collected, and a click on it then does nothing. */
  const shown = new Set<Notification>();
  const unsubscribe = core.subscribe('notice.raised', ({ title, body, host }) => {
    const notification = create({ title, body });
    shown.add(notification);
    notification.on('click', () => {
      shown.delete(notification);
      openApp(host === undefined ? '/tonight' : `/hosts/${encodeURIComponent(host)}`);
    });
    notification.on('close', () => void shown.delete(notification));
    notification.show();
  });
  return () => {
    unsubscribe();
    shown.clear();
  };
}
