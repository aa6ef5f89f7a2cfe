import { useMemo, useState } from 'react';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { selectionsFor } from '../../state/ticks.ts';
import { Button } from '../../ui/button.tsx';
import { KeepNightsDialog } from './keep-nights-dialog.tsx';
import type { Choice } from './use-choice.ts';
import { useRootNames } from './use-root-names.ts';

interface Props {
  customer: string;
  places: readonly Place[];
  views: readonly NightView[];
  choice: Choice;
}

/** Holds what is chosen, by hand: rotation then leaves it alone, and nothing is restored. */
export function KeepNights({ customer, places, views, choice }: Props) {
  const [asking, setAsking] = useState(false);
  const rootNames = useRootNames(places, views, choice.selected);
  const nights = useMemo(
    () => views.filter((view) => view.exists && choice.selected.has(view.runId)),
    [views, choice.selected],
  );
  const selections = useMemo(() => selectionsFor(nights, choice.ticks, rootNames), [nights, choice.ticks, rootNames]);
  return (
    <div>
      <Button small disabled={selections.length === 0} onClick={() => setAsking(true)}>
        {nights.length === 1 ? 'Keep this night…' : 'Keep these nights…'}
      </Button>
      {asking && (
        <KeepNightsDialog
          customer={customer}
          nights={nights.filter(({ runId }) => selections.some((taken) => taken.runId === runId))}
          selections={selections}
          ticks={choice.ticks.size}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
