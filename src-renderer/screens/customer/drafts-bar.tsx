import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { displayText } from '../../format/display-text.ts';
import { type CustomerDesk, draftName, isBlank, mostDrafts } from '../../state/drafts.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import styles from './drafts-bar.module.css';

/** Begins another restore beside one that is begun already: a customer may have written twice. */
export function AnotherTicket({ desk: { draft, drafts, begin } }: { desk: CustomerDesk }) {
  if (isBlank(draft) || drafts.length >= mostDrafts) return null;
  return (
    <Button
      small
      look="quiet"
      data-hint="Keeps this one as it is, and begins another of this customer"
      onClick={() => begin()}
    >
      Another ticket
    </Button>
  );
}

interface Props {
  desk: CustomerDesk;
  /** The one looked at is under way, and can't be put away. */
  busy: boolean;
}

/** Between a customer's restores of several tickets. Nothing where there is only one. */
export function DraftsBar({ desk: { draft, drafts, turnTo, putAway }, busy }: Props) {
  const { show } = useToasts();
  const chosen = useRef<HTMLButtonElement>(null);
  // What was pressed is gone with the draft it was of.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as another one is looked at
  useEffect(() => {
    if (document.activeElement === document.body) chosen.current?.focus();
  }, [draft.number]);
  if (drafts.length < 2) return null;
  const close = (name: string) => {
    const back = putAway();
    if (!isBlank(draft)) show({ tone: 'plain', title: `${name} put away`, action: { label: 'Undo', run: back } });
  };
  return (
    <fieldset className={styles.bar} aria-label="Restores of this customer">
      {drafts.map((each, at) => {
        const name = displayText(draftName(each, at));
        const isHere = each.number === draft.number;
        return (
          <span key={each.number} className={styles.draft}>
            <button
              ref={isHere ? chosen : undefined}
              type="button"
              className={styles.name}
              aria-pressed={isHere}
              title={name}
              onClick={() => turnTo(each.number)}
            >
              {name}
            </button>
            {isHere && !busy && (
              <IconButton small label={`Put ${name} away`} onClick={() => close(name)}>
                <X size={12} aria-hidden="true" />
              </IconButton>
            )}
          </span>
        );
      })}
    </fieldset>
  );
}
