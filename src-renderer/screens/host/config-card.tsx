import { useEffect, useId, useRef } from 'react';
import { count } from '../../format/counts.ts';
import { displayText } from '../../format/display-text.ts';
import { problemTone } from '../../format/states.ts';
import { entriesIn, placeOfEntry } from '../../state/config-text.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DiffView } from '../../ui/diff-view.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import styles from './config-card.module.css';
import type { ConfigDraft } from './use-config-draft.ts';

/** backup.config as text, and below it what would be saved. */
export function ConfigCard({ draft, path, toEdit }: { draft: ConfigDraft; path: string; toEdit: string | undefined }) {
  const id = useId();
  const { show } = useToasts();
  const editor = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each entry one comes for
  useEffect(() => {
    const field = editor.current;
    const place = toEdit === undefined ? undefined : placeOfEntry(draft.text, toEdit);
    if (!field || !place) return;
    field.setSelectionRange(...place);
    // Coming into the field scrolls to what is selected.
    field.focus();
  }, [toEdit]);
  const discard = () => {
    const changes = count(draft.changes, 'change');
    const takeBack = draft.discard();
    show({ tone: 'plain', title: `Discarded ${changes}`, action: { label: 'Undo', run: takeBack } });
  };
  const entryLines = new Set(entriesIn(draft.text).map((entry) => entry.line));
  // Those of an entry stand in its row.
  const others = draft.problems.filter((problem) => !entryLines.has(problem.line));
  return (
    <Card
      fill
      title="backup.config"
      aside={
        <span className={styles.soft}>
          {draft.check.isFetching ? 'checking on the host…' : draft.changes > 0 ? 'not saved yet' : ''}
        </span>
      }
    >
      <textarea
        ref={editor}
        className={styles.editor}
        aria-label={`backup.config, ${displayText(path)}`}
        aria-describedby={others.length > 0 ? id : undefined}
        value={draft.text}
        spellCheck={false}
        onChange={(event) => draft.type(event.target.value)}
      />
      {others.length > 0 && (
        <ul id={id} className={styles.problems} aria-label="Problems in the file">
          {others.map((problem) => (
            <li key={`${problem.line} ${problem.code} ${problem.message}`}>
              <StateMark tone={problemTone[problem.code]} size={8} />
              <span>
                Line {problem.line}: {displayText(problem.message)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {draft.changes > 0 && (
        <div className={styles.changes}>
          <div className={styles.head}>
            <h2>As it will be saved</h2>
            <Button small look="quiet" onClick={discard}>
              Discard
            </Button>
          </div>
          <DiffView lines={draft.diff} label="As it will be saved" />
        </div>
      )}
    </Card>
  );
}
