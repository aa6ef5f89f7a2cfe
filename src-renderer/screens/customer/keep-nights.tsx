import { useState } from 'react';
import { namedItems } from '../../state/cells.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';
import { Button } from '../../ui/button.tsx';
import { KeepNightsDialog } from './keep-nights-dialog.tsx';
import type { Choice } from './use-choice.ts';
import { useSelections } from './use-selections.ts';

/** What the button is called, wherever it is named. */
export const keepLabel = (nights: number): string => (nights === 1 ? 'Keep this night…' : 'Keep these nights…');

interface Props {
  customer: string;
  places: readonly Place[];
  views: readonly NightView[];
  choice: Choice;
}

/** Holds what is chosen, by hand: rotation then leaves it alone, and nothing is restored. */
export function KeepNights({ customer, places, views, choice }: Props) {
  const [asking, setAsking] = useState(false);
  const { nights, selections } = useSelections(places, views, choice);
  return (
    <div>
      <Button small disabled={selections.length === 0} onClick={() => setAsking(true)}>
        {keepLabel(nights.length)}
      </Button>
      {asking && (
        <KeepNightsDialog
          customer={customer}
          nights={nights.filter(({ runId }) => selections.some((taken) => taken.runId === runId))}
          all={views}
          selections={selections}
          ticks={namedItems(choice)}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
