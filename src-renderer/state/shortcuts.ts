import { useLayoutEffect, useRef } from 'react';

/** `mod+k` is Ctrl K, or ⌘ K on a Mac. A plain key is left alone while one types into a field. */
export function useShortcut(key: string, run: () => void): void {
  const latest = useRef(run);
  latest.current = run;
  // Before the screen is painted: who sees it may press a key at once.
  useLayoutEffect(() => {
    const modified = key.startsWith('mod+');
    const wanted = modified ? key.slice(4) : key;
    const listen = (event: KeyboardEvent) => {
      const held = event.ctrlKey || event.metaKey;
      if (event.key.toLowerCase() !== wanted || held !== modified || event.altKey) return;
      if (!modified && isTyping(event.target)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [key]);
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  // A box takes no letters.
  !(target instanceof HTMLInputElement && target.type === 'checkbox');
