import type { FailureItem } from '../../src-main/contract/index.ts';
import { displayText } from '../format/display-text.ts';
import { causeTitle } from '../format/states.ts';
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

export const failureTitle = (failure: FailureItem): string => `${failure.host}: ${causeTitle[failure.cause]}`;

export function notify(failure: FailureItem, onOpen: () => void): void {
  if (permission() !== 'granted' || readStored('notifications') === 'off') return;
  const notice = new Notification(failureTitle(failure), { body: displayText(failure.message), tag: failure.id });
  notice.onclick = () => {
    window.focus();
    onOpen();
    notice.close();
  };
}
