import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { BackupConfig } from '../../../src-main/contract/index.ts';
import { changeCount, diffLines } from '../../format/line-diff.ts';
import { reread, useAction, useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import { type KeptEdit, useKeptEdit } from '../../state/kept-edit.ts';

/** backup.config being edited: what it was when the editing began, what it shall be, and what the host says of that. */
export function useConfigDraft(host: string, saved: BackupConfig) {
  const client = useQueryClient();
  // Once edited, the base stands still: someone else's save must not slip under what is being typed.
  const [edit, setEdit] = useKeptEdit(host);
  const base = edit?.base ?? saved;
  const text = edit?.text ?? saved.text;
  const settled = useDebounced(text, 350);
  const check = useAnswer('config.check', { host, text: settled }, { keepPrevious: true });
  const save = useAction('config.save');
  const diff = useMemo(() => diffLines(base.text, text), [base.text, text]);
  const changes = changeCount(diff);

  const setText = (next: string, from: KeptEdit['base'] = base) =>
    setEdit(
      next === from.text && from.revision === saved.revision
        ? undefined
        : { base: { text: from.text, revision: from.revision }, text: next },
    );

  return {
    base,
    text,
    diff,
    changes,
    setText,
    discard: () => setEdit(undefined),
    check,
    /** Whether the check's answer is about the text as it stands. */
    checked: settled === text && !check.isPlaceholderData && !check.isPending,
    problems: check.data?.problems ?? saved.problems,
    save,
    store: (onSaved: () => void) =>
      save.mutate(
        { host, text, revision: base.revision },
        {
          onSuccess: async () => {
            await reread(client, 'config.read', 'customers.search', 'customers.get', 'failures.list', 'activity.list');
            setEdit(undefined);
            save.reset();
            onSaved();
          },
        },
      ),
  };
}

export type ConfigDraft = ReturnType<typeof useConfigDraft>;
