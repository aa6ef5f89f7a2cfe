import { useQueryClient } from '@tanstack/react-query';
import type { FailureItem } from '../../src-main/contract/index.ts';
import type { CommandInput } from '../api/connection.ts';
import { count } from '../format/counts.ts';
import { reread, useAction } from './commands.ts';
import { useToasts } from './toasts.tsx';

type TriageInput = CommandInput<'failures.triage'>;
/** What is done about failures. */
export type Triage = TriageInput extends infer Input ? (Input extends TriageInput ? Omit<Input, 'ids'> : never) : never;

/** What puts them back as they were: of each that was alike, one command. */
export function undoOf(failures: readonly FailureItem[]): TriageInput[] {
  const before = Map.groupBy(failures, (failure) => JSON.stringify(wayBack(failure)));
  return [...before].map(([triage, some]) => ({ ...JSON.parse(triage), ids: some.map(({ id }) => id) }));
}

function wayBack({ state, acknowledged, snoozedUntil, taken }: FailureItem): Triage {
  if (state === 'acknowledged')
    return { kind: 'acknowledge', ...(acknowledged?.reason && { reason: acknowledged.reason }) };
  if (state === 'snoozed' && snoozedUntil) return { kind: 'snooze', until: snoozedUntil };
  return { kind: taken ? 'take' : 'reopen' };
}

const said: Record<Triage['kind'], string> = {
  take: 'You are on',
  acknowledge: 'Acknowledged',
  snooze: 'Snoozed',
  reopen: 'Opened again:',
};

/** Does something about failures, all at once, and offers the way back. */
export function useTriage() {
  const client = useQueryClient();
  const { show } = useToasts();
  const action = useAction('failures.triage');
  const failed = (error: Error) => show({ tone: 'bad', title: 'That did not work', text: error.message });
  const after = () => reread(client, 'failures.list', 'activity.list');

  async function undo(failures: readonly FailureItem[]): Promise<void> {
    try {
      for (const input of undoOf(failures)) await action.mutateAsync(input);
    } catch (error) {
      failed(error as Error);
    }
    await after();
  }

  return {
    isPending: action.isPending,
    error: action.error,
    async run(failures: readonly FailureItem[], triage: Triage, { quiet = false } = {}): Promise<boolean> {
      try {
        await action.mutateAsync({ ...triage, ids: failures.map(({ id }) => id) } as TriageInput);
      } catch (error) {
        if (!quiet) failed(error as Error);
        return false;
      }
      await after();
      const [only] = failures;
      const what = failures.length === 1 && only ? only.title : count(failures.length, 'failure');
      show({
        tone: 'good',
        title: `${said[triage.kind]} ${what}`,
        action: { label: 'Undo', run: () => void undo(failures) },
      });
      return true;
    },
  };
}
