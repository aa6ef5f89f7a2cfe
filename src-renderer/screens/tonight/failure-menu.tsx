import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { FailureItem } from '../../../src-main/contract/index.ts';
import { displayText } from '../../format/display-text.ts';
import { reread, useAction } from '../../state/commands.ts';
import { useNow } from '../../state/fleet.ts';
import { useToasts } from '../../state/toasts.tsx';
import { AcknowledgeDialog } from './acknowledge-dialog.tsx';
import styles from './inbox.module.css';

const dayLength = 86_400_000;

/** Acknowledge, put off, copy. */
export function FailureMenu({ failure, title }: { failure: FailureItem; title: string }) {
  const client = useQueryClient();
  const { show } = useToasts();
  const now = useNow();
  const reopen = useAction('failures.reopen');
  const [acknowledging, setAcknowledging] = useState(false);
  const snooze = useAction('failures.snooze');
  const done = {
    onSuccess: () => void reread(client, 'failures.list', 'activity.list'),
    onError: (error: Error) => show({ tone: 'bad', title: 'That did not work', text: error.message }),
  };
  const snoozeFor = (days: number) =>
    snooze.mutate({ id: failure.id, until: new Date(now.getTime() + days * dayLength).toISOString() }, done);
  const copy = () =>
    navigator.clipboard
      .writeText([title, failure.path && displayText(failure.path), failure.message].filter(Boolean).join('\n'))
      .then(() => show({ tone: 'good', title: 'Copied' }));
  return (
    <>
      <MenuTrigger>
        <Button className={styles.trigger ?? ''} aria-label={`More for ${title}`}>
          <Ellipsis size={15} aria-hidden="true" />
        </Button>
        <Popover className={styles.menu ?? ''} placement="bottom end">
          <Menu aria-label={`More for ${title}`}>
            {failure.state === 'open' && <MenuItem onAction={() => setAcknowledging(true)}>Acknowledge…</MenuItem>}
            {(failure.state === 'acknowledged' || failure.state === 'snoozed') && (
              <MenuItem onAction={() => reopen.mutate({ id: failure.id }, done)}>Open again</MenuItem>
            )}
            <MenuItem onAction={() => snoozeFor(1)}>Snooze for 1 day</MenuItem>
            <MenuItem onAction={() => snoozeFor(7)}>Snooze for 1 week</MenuItem>
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
