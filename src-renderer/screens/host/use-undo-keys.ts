import { useLayoutEffect, useRef } from 'react';
import type { ConfigDraft } from './use-config-draft.ts';

/**
 * Ctrl Z and Ctrl Y (or Shift Ctrl Z) over all of the host's page: what the buttons changed is taken back as what was
 * typed is. Other fields keep the window's own.
 */
export function useUndoKeys(draft: Pick<ConfigDraft, 'undo' | 'redo'>): void {
  const latest = useRef(draft);
  latest.current = draft;
  // Before the screen is painted: who sees it may press a key at once.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      const { target } = event;
      if (target instanceof HTMLInputElement || document.querySelector('[role="dialog"], [role="alertdialog"]')) return;
      event.preventDefault();
      if (key === 'y' || event.shiftKey) latest.current.redo();
      else latest.current.undo();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
