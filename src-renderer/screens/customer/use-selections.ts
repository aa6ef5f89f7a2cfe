import { useMemo } from 'react';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { selectionsFor } from '../../state/ticks.ts';
import type { Choice } from './use-choice.ts';
import { useRootNames } from './use-root-names.ts';

/** The nights chosen, and what a restore or a hold would take of each. */
export function useSelections(places: readonly Place[], views: readonly NightView[], choice: Choice) {
  const rootNames = useRootNames(places, views, choice.selected);
  const nights = useMemo(
    () => views.filter((view) => view.exists && choice.selected.has(view.runId)),
    [views, choice.selected],
  );
  const selections = useMemo(() => selectionsFor(nights, choice.ticks, rootNames), [nights, choice.ticks, rootNames]);
  return { nights, selections };
}
