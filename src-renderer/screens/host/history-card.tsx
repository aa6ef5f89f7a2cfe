import { useState } from 'react';
import type { ConfigHistory, KeptConfig } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { diffLines } from '../../format/line-diff.ts';
import { when } from '../../format/times.ts';
import { useAnswer } from '../../state/commands.ts';
import { useNow, useTimeZone } from '../../state/fleet.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Answer } from '../../ui/answer.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { DiffView } from '../../ui/diff-view.tsx';
import { Empty } from '../../ui/empty.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Ticket } from '../ticket.tsx';
import styles from './history-card.module.css';
import type { ConfigDraft } from './use-config-draft.ts';

interface Props {
  host: string;
  draft: ConfigDraft;
}

/** Who saved what, and the way back to it. */
export function HistoryCard({ host, draft }: Props) {
  const answer = useAnswer('config.history', { host });
  return (
    <Card title="History of backup.config">
      <Answer of={answer} loading={`Reading what ${host} keeps of it…`}>
        {(history) => <History history={history} draft={draft} />}
      </Answer>
    </Card>
  );
}

/** Shown at first. */
const few = 5;

function History({ history: { kept, byHand }, draft }: { history: ConfigHistory; draft: ConfigDraft }) {
  const [all, setAll] = useState(false);
  if (kept.length === 0)
    return <Empty title="Nothing was saved here yet">Each text that is saved from now on is kept on the host.</Empty>;
  return (
    <>
      {byHand && (
        <p className={styles.hand}>
          <StateMark tone="warn" size={8} /> It was changed by hand since: what stands there now is none of these.
        </p>
      )}
      <ol className={styles.list}>
        {(all ? kept : kept.slice(0, few)).map((one, index) => (
          <Kept key={one.number} one={one} before={kept[index + 1]} draft={draft} />
        ))}
      </ol>
      {!all && kept.length > few && (
        <Button small onClick={() => setAll(true)}>
          Show all {kept.length}
        </Button>
      )}
    </>
  );
}

interface KeptProps {
  one: KeptConfig;
  before: KeptConfig | undefined;
  draft: ConfigDraft;
}

function Kept({ one, before, draft }: KeptProps) {
  const [open, setOpen] = useState(false);
  const { show } = useToasts();
  const zone = useTimeZone();
  const now = useNow();
  const { text, change } = one;
  const at = one.at === undefined ? undefined : when(one.at, zone, now);
  const name = at ?? `${whoOf(one)}, number ${Number(one.number) - 100_000}`;
  const putBack = () => {
    const inEditor = draft.text;
    draft.setText(text ?? '');
    show({
      tone: 'plain',
      title: `The text of ${name} is in the editor`,
      text: 'Nothing is saved yet: Save shows first what it changes.',
      action: { label: 'Undo', run: () => draft.setText(inEditor) },
    });
  };
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        <span className={styles.what}>
          {at ?? '–'} · {whoOf(one)}
          {one.ticket && (
            <>
              {' · '}
              <Ticket of={one.ticket} />
            </>
          )}
        </span>
        {change && (
          <span className={styles.soft}>
            +{change.added} −{change.removed}
          </span>
        )}
        {change && (
          <Button small aria-expanded={open} aria-label={`Difference of ${name}`} onClick={() => setOpen(!open)}>
            Difference
          </Button>
        )}
        {text === undefined ? (
          <span className={styles.soft}>too long to show here</span>
        ) : (
          <Button
            small
            disabled={text === draft.text}
            aria-label={`Put back into the editor: the text of ${name}`}
            onClick={putBack}
          >
            Put back into the editor
          </Button>
        )}
      </div>
      {open && before?.text !== undefined && text !== undefined && (
        <DiffView lines={diffLines(before.text, text)} label={`What was changed at ${name}`} around={1} />
      )}
    </li>
  );
}

const whoOf = ({ how, by, number }: KeptConfig): string => {
  if (how === 'saved') return displayText(by ?? 'somebody');
  return number === '100001' ? 'as it was before it was first saved here' : 'changed by hand';
};
