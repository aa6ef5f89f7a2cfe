import { useEffect, useState } from 'react';
import { nightsBetween, toggleDate } from '../../state/night-selection.ts';
import type { NightView } from '../../state/night-view.ts';

interface Drag {
  from: string;
  to: string;
  /** What was selected before, which a drag with Ctrl adds to. */
  base: ReadonlySet<string>;
  adds: boolean;
  moved: boolean;
}

type Selected = ReadonlySet<string>;

/** Selecting nights with the mouse: a click toggles one, a drag takes a range, Shift extends, Ctrl adds. */
export function useCalendarDrag(views: readonly NightView[], selected: Selected, onSelect: (next: Selected) => void) {
  const [drag, setDrag] = useState<Drag>();
  const shown = drag?.moved ? merged(views, drag) : selected;

  const press = (date: string, keys: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }, anchor: string) => {
    if (keys.shiftKey) {
      onSelect(new Set(nightsBetween(views, anchor, date)));
      return;
    }
    setDrag({ from: date, to: date, base: selected, adds: keys.ctrlKey || keys.metaKey, moved: false });
  };
  const over = (date: string) => {
    if (drag && (drag.moved || date !== drag.from)) setDrag({ ...drag, to: date, moved: true });
  };

  useEffect(() => {
    if (!drag) return;
    const release = () => {
      setDrag(undefined);
      onSelect(drag.moved ? merged(views, drag) : toggleDate(selected, views, drag.from));
    };
    const giveUp = () => setDrag(undefined);
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', giveUp);
    return () => {
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', giveUp);
    };
  }, [drag, views, selected, onSelect]);

  return { shown, press, over, dragging: drag?.moved ?? false };
}

function merged(views: readonly NightView[], drag: Drag): Set<string> {
  return new Set([...(drag.adds ? drag.base : []), ...nightsBetween(views, drag.from, drag.to)]);
}
