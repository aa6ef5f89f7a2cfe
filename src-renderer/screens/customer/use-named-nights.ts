import { useEffect, useRef } from 'react';
import { nightsNamed } from '../../state/night-selection.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Choice } from './use-choice.ts';

/** Chooses the nights that the address names, once they are known; from then on they are the reader's to change. */
export function useNamedNights(named: string | undefined, views: readonly NightView[], { setSelected }: Choice): void {
  const done = useRef<string>(undefined);
  useEffect(() => {
    if (named === undefined || done.current === named || views.length === 0) return;
    done.current = named;
    setSelected(nightsNamed(views, named));
  }, [named, views, setSelected]);
}
