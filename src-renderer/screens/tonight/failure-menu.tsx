import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { useNow } from '../../state/fleet.ts';
import { useToasts } from '../../state/toasts.tsx';
import { type Triage, useTriage } from '../../state/triage.ts';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import styles from './inbox.module.css';
import { snoozed } from './snoozed.ts';

/** Take, acknowledge, put off, copy. */
export function FailureMenu({ failure, title }: { failure: FailureItem; title: string }) {
  const { show } = useToasts();
  const now = useNow();
  const triage = useTriage();
  const [acknowledging, setAcknowledging] = useState(false);
  const run = (what: Triage) => void triage.run([failure], what);
  const copy = () =>
    navigator.clipboard
      .writeText([title, failure.path && displayText(failure.path), failure.message].filter(Boolean).join('\n'))
      .then(() => show({ tone: 'good', title: 'Copied' }));
  const isOpen = failure.state === 'open';
  return (
    <>
      <MenuTrigger>
        <Button className={styles.trigger ?? ''} aria-label={`More for ${title}`}>
          <Ellipsis size={15} aria-hidden="true" />
        </Button>
        <Popover className={styles.menu ?? ''} placement="bottom end">
          <Menu aria-label={`More for ${title}`}>
            {isOpen && <MenuItem onAction={() => run({ kind: 'take' })}>I’m on it</MenuItem>}
            {isOpen && failure.taken && (
              <MenuItem onAction={() => run({ kind: 'reopen' })}>Leave it to others</MenuItem>
            )}
            {isOpen && <MenuItem onAction={() => setAcknowledging(true)}>Acknowledge…</MenuItem>}
            {(failure.state === 'acknowledged' || failure.state === 'snoozed') && (
              <MenuItem onAction={() => run({ kind: 'reopen' })}>Open again</MenuItem>
            )}
            <MenuItem onAction={() => run(snoozed(now, 1))}>Snooze for 1 day</MenuItem>
            <MenuItem onAction={() => run(snoozed(now, 7))}>Snooze for 1 week</MenuItem>
            <MenuItem onAction={copy}>Copy</MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {acknowledging && (
        <AcknowledgeDialog title={title} failures={[failure]} onClose={() => setAcknowledging(false)} />
      )}
    </>
  );
}
