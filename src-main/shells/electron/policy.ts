import type { App, Session, WebContents } from 'electron';
import { replySettings } from '../../contract/index.ts';
import type { Settings } from '../../ports.ts';
import { isOurs } from './origin.ts';

/**
 * All that decides where the page may go, what it may ask for and what it may open. Each rule names the item of
 * Electron's security checklist (electronjs.org/docs/latest/tutorial/security) that it is for.
 */

/** Sites that may be opened in the user's browser, by exact host: where the tickets are, as Settings says. */
export function externalHosts(settings: Pick<Settings, 'read'>): readonly string[] {
  try {
    const { ticketAddress = '' } = replySettings.parse(settings.read('replies'));
    return [new URL(ticketAddress).host];
  } catch {
    return [];
  }
}

/** What a page of ours may do beside drawing itself: put text on the clipboard, such as the reply to a customer. */
const allowedPermissions: readonly string[] = ['clipboard-sanitized-write'];

/** Checklist 5, "Handle session permission requests from remote content": all is denied, when asked and when checked. */
export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
): void {
  const allowed = (permission: string, origin: string | undefined) =>
    allowedPermissions.includes(permission) && origin !== undefined && isOurs(origin);
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) =>
    decide(allowed(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.setDevicePermissionHandler(() => false);
}

/**
 * Checklist 13, "Disable or limit navigation": the page is one page, so nothing ever navigates, redirects or loads in a
 * frame.
 * Checklist 12, "Verify WebView options before creation": there are none.
 * Checklist 14, "Disable or limit creation of new windows": there are none.
 * Checklist 15, "Do not use shell.openExternal with untrusted content": only by `openableOutside`.
 */
export function confine(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  openExternal: (address: string) => void,
  hosts: () => readonly string[],
): void {
  const prevent = (event: { preventDefault: () => void }) => event.preventDefault();
  contents.on('will-navigate', prevent);
  contents.on('will-redirect', prevent);
  contents.on('will-frame-navigate', prevent);
  contents.on('will-attach-webview', prevent);
  contents.setWindowOpenHandler(({ url }) => {
    const address = openableOutside(url, hosts());
    if (address) openExternal(address);
    return { action: 'deny' };
  });
}

/** Confines whatever is created, also what nobody thought of. */
export function confineAll(
  app: Pick<App, 'on'>,
  openExternal: (address: string) => void,
  hosts: () => readonly string[],
): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, openExternal, hosts));
}

/** The address as it may be handed to the system, or undefined: https, without credentials, of an allowed host. */
export function openableOutside(address: string, hosts: readonly string[]): string | undefined {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.username || url.password || !hosts.includes(url.host)) return undefined;
  return url.href;
}
