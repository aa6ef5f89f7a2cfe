import { useEffect, useRef } from 'react';
import type { FailureItem, Notice } from '../../../src-main/contract/index.ts';
import { causeTone } from '../../format/states.ts';
import { useConnection } from '../../state/connection.tsx';
import { useGo } from '../../state/location.ts';
import { askPermission, failureText, notify, permission } from '../../state/notifications.ts';
import { useToasts } from '../../state/toasts.tsx';

/** Every failure that was not known before comes up, in the window and, with the reader's leave, outside of it. */
export function FailureNotices() {
  const connection = useConnection();
  const { show } = useToasts();
  const go = useGo();
  const react = (failure: FailureItem) => {
    const ask = permission() === 'default';
    show({
      tone: causeTone[failure.cause] ?? 'bad',
      title: failure.title,
      text: failureText(failure),
      open: { label: 'Open Tonight', route: { screen: 'tonight' } },
      ...(ask ? { action: { label: 'Notify me outside the window', run: () => void askPermission() } } : {}),
    });
  };
  const tell = (notice: Notice) =>
    notify(notice, () => go(notice.host === undefined ? { screen: 'tonight' } : { screen: 'host', name: notice.host }));
  const latest = useRef({ react, tell });
  latest.current = { react, tell };
  useEffect(() => {
    const ends = [
      connection.subscribe('failure.raised', (failure) => latest.current.react(failure)),
      connection.subscribe('notice.raised', (notice) => latest.current.tell(notice)),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [connection]);
  return null;
}
