import { type KeyboardEvent, useState } from 'react';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import type { FailureGroup } from '../../state/failure-groups.ts';
import { useShortcut } from '../../state/shortcuts.ts';

export interface Selection {
  /** Those selected that are still there. */
  failures: FailureItem[];
  has: (id: string) => boolean;
  /** Selects them, or where all are selected, none of them; with `through`, all cards from the last one to this. */
  toggle: (group: Pick<FailureGroup, 'key' | 'failures'>, through?: readonly FailureGroup[]) => void;
  clear: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

const boxes = (within: Element) => [...within.querySelectorAll<HTMLInputElement>('input[data-select]')];

/** Which failures something is to be done about, with mouse and keys: x, Shift, the arrows, Escape. */
export function useSelection(all: readonly FailureItem[]): Selection {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string>();
  const has = (id: string) => selected.has(id);

  useShortcut('x', () => {
    const card = document.activeElement?.closest('[data-card]');
    if (card) boxes(card)[0]?.click();
  });

  return {
    failures: all.filter(({ id }) => selected.has(id)),
    has,
    toggle(group, through) {
      const from = through?.findIndex(({ key }) => key === anchor) ?? -1;
      const to = through?.findIndex(({ key }) => key === group.key) ?? -1;
      const isRange = from >= 0 && to >= 0;
      const groups = isRange && through ? through.slice(Math.min(from, to), Math.max(from, to) + 1) : [group];
      const ids = groups.flatMap(({ failures }) => failures.map(({ id }) => id));
      const next = new Set(selected);
      const on = isRange || !ids.every(has);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      setSelected(next);
      setAnchor(group.key);
    },
    clear: () => setSelected(new Set()),
    onKeyDown(event) {
      if (event.key === 'Escape' && selected.size > 0) setSelected(new Set());
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const { target } = event;
      if (step === 0 || !(target instanceof HTMLInputElement) || !target.matches('[data-select]')) return;
      event.preventDefault();
      const there = boxes(event.currentTarget);
      there[there.indexOf(target) + step]?.focus();
    },
  };
}
