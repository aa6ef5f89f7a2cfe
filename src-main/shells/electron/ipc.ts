import type { IpcMain, IpcMainInvokeEvent, WebContents, WebFrameMain } from 'electron';
import { type Answer, eventNames } from '../../contract/index.ts';
import type { Core } from '../../core.ts';
import { dispatch } from '../shared/dispatcher.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from './channels.ts';
import { isOurs } from './origin.ts';

type Sender = { frame: Pick<WebFrameMain, 'origin' | 'parent'> | null };

/**
 * Checklist 17, "Validate the sender of all IPC messages": only the main frame of a page of ours. A frame that is gone by
 * now is nobody. What it sends is checked by the contract's schemas, as in every shell.
 */
export const isTrusted = ({ frame }: Sender): boolean =>
  frame !== null && frame.parent === null && isOurs(frame.origin);

export function answerCalls(ipcMain: Pick<IpcMain, 'handle'>, core: Core): void {
  ipcMain.handle(CALL_CHANNEL, (event: IpcMainInvokeEvent, command: unknown, input: unknown): Promise<Answer> => {
    if (!isTrusted({ frame: event.senderFrame })) {
      // Nothing more is said to a page that is not ours.
      return Promise.resolve({ error: { code: 'permission-denied', message: 'only Nightkeep’s own page may call' } });
    }
    return dispatch(core, command, input);
  });
}

/** Passes every event on to the pages that are open. Gives what ends it. */
export function forwardEvents(
  core: Pick<Core, 'subscribe'>,
  pages: () => Pick<WebContents, 'isDestroyed' | 'getURL' | 'send'>[],
): () => void {
  const subscriptions = eventNames.map((event) =>
    core.subscribe(event, (payload) => {
      for (const page of pages())
        if (!page.isDestroyed() && isOurs(page.getURL())) page.send(EVENT_CHANNEL, event, payload);
    }),
  );
  return () => {
    for (const unsubscribe of subscriptions) unsubscribe();
  };
}
