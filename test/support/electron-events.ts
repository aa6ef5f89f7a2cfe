import type { ContextMenuParams, Event } from 'electron';
import type { FakeContents } from './electron-window-double.ts';

/** What the doubles tell their listeners; electron-double.test.ts has the compiler hold it to Electron's types. */

type Preventable = Pick<Event, 'preventDefault'>;
/** An event of which no listener looks at anything. */
type Plain = object;

export interface AppEvents {
  'web-contents-created': [event: Plain, contents: FakeContents];
  'before-quit': [event: Preventable];
  'open-url': [event: Preventable, url: string];
  'second-instance': [event: Plain, argv: string[]];
  activate: [];
  'window-all-closed': [];
}

export interface WindowEvents {
  'ready-to-show': [];
  close: [];
}

export interface ContentsEvents {
  'did-finish-load': [];
  'zoom-changed': [event: Plain, direction: 'in' | 'out'];
  'context-menu': [event: Plain, params: Pick<ContextMenuParams, 'editFlags' | 'isEditable' | 'selectionText'>];
  'will-navigate': [event: Preventable];
  'will-redirect': [event: Preventable];
  'will-frame-navigate': [event: Preventable];
  'will-attach-webview': [event: Preventable];
}

export interface TrayEvents {
  click: [];
}

export interface NotificationEvents {
  click: [];
  close: [];
}

export interface PowerEvents {
  suspend: [];
  resume: [];
}
