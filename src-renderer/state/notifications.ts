import type { FailureItem } from '../../src-main/contract/index.ts';
import { displayText } from '../format/display-text.ts';
import { fromCustomer } from '../format/paths.ts';
import { readStored, useStored, writeStored } from './stored.ts';

export type Permission = 'granted' | 'denied' | 'default' | 'elsewhere';

/** Electron's main process shows notifications itself; only the browser's window asks for leave. */
export const permission = (): Permission =>
  window.nightkeep || typeof Notification === 'undefined' ? 'elsewhere' : Notification.permission;

/** Must be called from a click: browsers refuse the question otherwise. */
export async function askPermission(): Promise<Permission> {
  if (permission() === 'default') await Notification.requestPermission();
  writeStored('notifications', undefined);
  return permission();
}

export const useNotificationsOn = (): boolean => useStored('notifications') !== 'off';
export const turnNotifications = (on: boolean): void => writeStored('notifications', on ? undefined : 'off');

/** Whose data it is and which, then what happened to it. */
export function failureText({ customer, path, message }: FailureItem): string {
  const about = [customer, path && !message.includes(path) && fromCustomer(path, customer)].filter(Boolean);
  return [...about, displayText(message)].join(' · ');
}

export function notify(failure: FailureItem, onOpen: () => void): void {
  if (permission() !== 'granted' || readStored('notifications') === 'off') return;
  const notice = new Notification(failure.title, { body: failureText(failure), tag: failure.id });
  notice.onclick = () => {
    window.focus();
    onOpen();
    notice.close();
  };
}
