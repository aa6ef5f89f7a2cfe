import type { FailureItem, Notice } from '../../src-main/contract/index.ts';
import { displayText } from '../format/display-text.ts';
import { belowCustomer } from '../format/paths.ts';

export type Permission = 'granted' | 'denied' | 'default' | 'elsewhere';

/** Electron's main process shows notifications itself; only the browser's window asks for leave. */
export const permission = (): Permission =>
  window.nightkeep || typeof Notification === 'undefined' ? 'elsewhere' : Notification.permission;

/** Must be called from a click: browsers refuse the question otherwise. */
export async function askPermission(): Promise<Permission> {
  if (permission() === 'default') await Notification.requestPermission();
  return permission();
}

/** Whose data it is and which, then what happened to it. */
export function failureText({ customer, path, message }: FailureItem): string {
  const about = [
    customer,
    path && !message.includes(path) && (customer ? belowCustomer(path, customer) : displayText(path)),
  ].filter(Boolean);
  return [...about, displayText(message)].join(' · ');
}

/** Shows it outside of the window, where the browser has leave to. */
export function notify({ title, body }: Notice, onOpen: () => void): void {
  if (permission() !== 'granted') return;
  const shown = new Notification(title, { body });
  shown.onclick = () => {
    window.focus();
    onOpen();
    shown.close();
  };
}
