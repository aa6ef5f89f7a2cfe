import { useMemo } from 'react';
import { withCells } from '../../state/cells.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { selectionsFor } from '../../state/ticks.ts';
import type { Choice } from './use-choice.ts';
import { useRootNames } from './use-root-names.ts';

/** The nights of which something is chosen, and what a restore or a hold would take of each. */
export function useSelections(places: readonly Place[], views: readonly NightView[], choice: Choice) {
  const rootNames = useRootNames(places, views, choice.selected);
  const { chosen } = choice;
  return useMemo(() => {
    const existing = views.filter((view) => view.exists);
    const selected = existing.filter((view) => chosen.selected.has(view.runId));
    // Nights alone mean all that is in them; not where single versions say what is wanted.
    const isEverything = chosen.ticks.size === 0 && chosen.cells.size === 0;
    const rectangle = isEverything || chosen.ticks.size > 0 ? selectionsFor(selected, chosen.ticks, rootNames) : [];
    const selections = withCells(rectangle, chosen, new Set(existing.map(({ runId }) => runId)));
    const nights = existing.filter(
      (view) => chosen.selected.has(view.runId) || selections.some(({ runId }) => runId === view.runId),
    );
    return { nights, selections };
  }, [views, chosen, rootNames]);
}
