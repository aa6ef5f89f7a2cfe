import { nightsOfTicks } from '../../state/ticks.ts';
import { Button } from '../../ui/button.tsx';
import styles from './restore-panel.module.css';
import type { Choice } from './use-choice.ts';

/** What is still to be chosen, before there is anything to restore. */
export function DraftHint({ nights, choice }: { nights: number; choice: Choice }) {
  const { ticks, cells } = choice;
  if (nights > 0)
    return (
      <p className={styles.soft}>
        Nothing ticked exists in the nights selected. Select other nights, or tick other files.
      </p>
    );
  if (ticks.size === 0 || cells.size > 0)
    return (
      <p className={styles.soft}>
        Press a version in the files to take it. Or select nights in the calendar and tick what the customer wants back;
        ticking nothing takes all of their directories.
      </p>
    );
  return (
    <>
      <p className={styles.soft}>Now select the nights to take the ticked files from.</p>
      <div>
        <Button small onClick={() => choice.setSelected(nightsOfTicks(ticks))}>
          Take them of all nights
        </Button>
      </div>
    </>
  );
}
