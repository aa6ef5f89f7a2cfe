import { useEffect, useRef } from 'react';
import type { FailureItem, Notice } from '../../../src-main/contract/index.ts';
import { count } from '../../format/counts.ts';
import { causeTone, type Tone } from '../../format/states.ts';
import { useConnection } from '../../state/connection.tsx';
import { useGo } from '../../state/location.ts';
import { askPermission, failureText, notify, permission } from '../../state/notifications.ts';
import { useToasts } from '../../state/toasts.tsx';

const KIND = 'failures';
/** Of more than these, the others are counted. */
const MOST_NAMED = 3;

/**
 * Every failure that was not known before comes up, in the window and, with the reader's leave, outside of it. In the
 * window they are one notice for as long as it stands there: a pile of them would lie over the page.
 */
export function FailureNotices() {
  const connection = useConnection();
  const { toasts, show } = useToasts();
  const go = useGo();
  const shown = useRef<FailureItem[]>([]);
  const isShown = toasts.some(({ kind }) => kind === KIND);
  useEffect(() => {
    if (!isShown) shown.current = [];
  }, [isShown]);
  const react = (failure: FailureItem) => {
    const ask = permission() === 'default';
    shown.current = [...shown.current.filter(({ id }) => id !== failure.id), failure];
    show({
      kind: KIND,
      ...wordsOf(shown.current),
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

function wordsOf(failures: readonly FailureItem[]): { tone: Tone; title: string; text: string } {
  const tones = failures.map(({ cause }) => causeTone[cause] ?? 'bad');
  const tone = tones.includes('bad') ? 'bad' : (tones[0] ?? 'bad');
  const [first] = failures;
  if (first && failures.length === 1) return { tone, title: first.title, text: failureText(first) };
  const more = failures.length - MOST_NAMED;
  const named = failures.slice(0, MOST_NAMED).map(({ title }) => title);
  const text = [...named, ...(more > 0 ? [`and ${more} more`] : [])].join(' · ');
  return { tone, title: count(failures.length, 'new failure'), text };
}
