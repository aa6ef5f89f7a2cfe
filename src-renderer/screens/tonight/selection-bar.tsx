import { useState } from 'react';
import { count } from '../../format/counts.ts';
import { useNow } from '../../state/fleet.ts';
import { type Triage, useTriage } from '../../state/triage.ts';
import { Button } from '../../ui/button.tsx';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import { CustomersButton } from './customers-button.tsx';
import styles from './inbox.module.css';
import { snoozed } from './snoozed.ts';
import type { Selection } from './use-selection.ts';

/** What can be done about all that is selected, at one press. */
export function SelectionBar({ selection: { failures, clear } }: { selection: Selection }) {
  const triage = useTriage();
  const now = useNow();
  const [acknowledging, setAcknowledging] = useState(false);
  if (failures.length === 0) return null;
  const isOpen = failures.some(({ state }) => state === 'open');
  const isSeenTo = failures.some(({ state, taken }) => state !== 'open' || taken);
  const run = async (what: Triage) => {
    if (await triage.run(failures, what)) clear();
  };
  return (
    <div className={styles.bar} role="toolbar" aria-label="What is selected">
      <b role="status">{count(failures.length, 'failure')} selected</b>
      {isOpen && (
        <Button small disabled={triage.isPending} onClick={() => run({ kind: 'take' })}>
          I’m on it
        </Button>
      )}
      <Button small onClick={() => setAcknowledging(true)}>
        Acknowledge…
      </Button>
      <Button small disabled={triage.isPending} onClick={() => run(snoozed(now, 1))}>
        Snooze 1 day
      </Button>
      <Button small disabled={triage.isPending} onClick={() => run(snoozed(now, 7))}>
        1 week
      </Button>
      {isSeenTo && (
        <Button small disabled={triage.isPending} onClick={() => run({ kind: 'reopen' })}>
          Open again
        </Button>
      )}
      <CustomersButton failures={failures} />
      <Button small look="quiet" onClick={clear}>
        Clear
      </Button>
      {acknowledging && (
        <AcknowledgeDialog
          title={count(failures.length, 'failure')}
          failures={failures}
          onClose={() => setAcknowledging(false)}
          onDone={clear}
        />
      )}
    </div>
  );
}
