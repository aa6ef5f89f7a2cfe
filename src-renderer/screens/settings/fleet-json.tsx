import { useState } from 'react';
import { type FleetDraft, fleetFromJson, fleetToJson } from '../../state/fleet-draft.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './settings.module.css';

/** The fleet as JSON, to hand on or to paste. What is pasted fills the form; it is saved with it. */
export function FleetJson({ fleet, onApply }: { fleet: FleetDraft; onApply: (fleet: FleetDraft) => void }) {
  const [text, setText] = useState<string>();
  const [problem, setProblem] = useState('');
  if (text === undefined) {
    return (
      <Card title="As JSON">
        <div className={styles.row}>
          <Button onClick={() => setText(fleetToJson(fleet))}>Show and edit</Button>
          <Button onClick={() => setText('')}>Paste a fleet</Button>
          <CopyButton label="Copy the fleet" text={fleetToJson(fleet)} />
        </div>
      </Card>
    );
  }
  const apply = () => {
    try {
      onApply(fleetFromJson(text));
      setText(undefined);
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Card title="As JSON">
      <textarea
        className={styles.json}
        aria-label="The fleet as JSON"
        placeholder='{ "fleet": { "servers": […], "hosts": […] } }'
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      {problem && <p role="alert">{problem}</p>}
      <div className={styles.row}>
        <Button onClick={apply} disabled={text.trim() === ''}>
          Fill the form with it
        </Button>
        <Button look="quiet" onClick={() => setText(undefined)}>
          Close
        </Button>
      </div>
    </Card>
  );
}
