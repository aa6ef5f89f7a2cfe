import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FailureFix, FailureItem } from '../../../src-main/contract/index.ts';
import { reread, useAction } from '../../state/commands.ts';
import { useGo } from '../../state/location.ts';
import { useToasts } from '../../state/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { KeyDialog } from './key-dialog.tsx';

/** One way to put a failure right. What changes backup.config opens it with the change made, to be looked over and saved. */
export function FixButton({
  failure,
  fix,
  onCompare,
}: {
  failure: FailureItem;
  fix: FailureFix;
  onCompare: () => void;
}) {
  const go = useGo();
  const [looking, setLooking] = useState(false);
  const client = useQueryClient();
  const { show } = useToasts();
  const run = useAction('runs.start');
  const meet = useAction('machines.meet');
  const host = failure.host;
  const path = fix.path ?? failure.path ?? '/';
  const failed = (error: Error) => show({ tone: 'bad', title: `${fix.label} did not work`, text: error.message });

  const act: Record<FailureFix['kind'], () => void> = {
    'edit-entry': () => go({ screen: 'host', name: host, fix: { kind: 'edit', path } }),
    'remove-entry': () => go({ screen: 'host', name: host, fix: { kind: 'remove', path } }),
    'use-target': () => go({ screen: 'host', name: host, fix: { kind: 'use', path } }),
    'look-at-holds': () => go({ screen: 'holds' }),
    'keep-night': () =>
      go(failure.customer ? { screen: 'customer', id: failure.customer } : { screen: 'host', name: host }),
    'look-at-place': () => go({ screen: 'host', name: host }),
    'install-schedule': () => go({ screen: 'host', name: host, fix: { kind: 'schedule' } }),
    'run-now': () => run.mutate({ host }, { onSuccess: () => go({ screen: 'host', name: host }), onError: failed }),
    'trust-key': () => setLooking(true),
    compare: onCompare,
    retry: () =>
      meet.mutate(
        { machine: host },
        {
          onSuccess: () => {
            show({ tone: 'good', title: `${host} answers` });
            void reread(client, 'failures.list', 'fleet.status', 'tonight.get');
          },
          onError: failed,
        },
      ),
  };
  return (
    <>
      <Button small disabled={run.isPending || meet.isPending} onClick={act[fix.kind]}>
        {fix.label}
      </Button>
      {looking && <KeyDialog failure={failure} onClose={() => setLooking(false)} />}
    </>
  );
}
