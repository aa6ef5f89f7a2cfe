import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import type { BackupConfig } from '../../../src-main/contract/index.ts';
import { changeCount, diffLines } from '../../format/line-diff.ts';
import { reread, useAction, useAnswer } from '../../state/commands.ts';
import { useDebounced } from '../../state/debounced.ts';
import { type KeptEdit, useKeptEdit } from '../../state/kept-edit.ts';
import { nothingToUndo, remembering, stepBack, stepForward, type Undo } from '../../state/undo.ts';

/** Milliseconds within which letters typed are one step. */
const oneStep = 700;

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

  const [undo, setUndo] = useState<Undo<KeptEdit | undefined>>(nothingToUndo);
  /** When something was last typed: what follows at once is one step with it. */
  const typedAt = useRef(0);

  const change = (next: KeptEdit | undefined) => {
    typedAt.current = 0;
    setUndo(remembering(undo, edit));
    setEdit(next);
  };
  const edited = (next: string, from: KeptEdit['base'] = base): KeptEdit | undefined =>
    next === from.text && from.revision === saved.revision
      ? undefined
      : { base: { text: from.text, revision: from.revision }, text: next };
  const setText = (next: string, from?: KeptEdit['base']) => change(edited(next, from));
  const go = (step: ReturnType<typeof stepBack<KeptEdit | undefined>>) => {
    if (!step) return;
    typedAt.current = 0;
    setUndo(step.undo);
    setEdit(step.value);
  };

  return {
    base,
    text,
    diff,
    changes,
    setText,
    /** As setText, by hand: letters that follow each other at once are taken back together. */
    type(next: string) {
      const now = Date.now();
      const goesOn = now - typedAt.current < oneStep && undo.past.length > 0;
      if (!goesOn) setUndo(remembering(undo, edit));
      typedAt.current = now;
      setEdit(edited(next));
    },
    undo: () => go(stepBack(undo, edit)),
    redo: () => go(stepForward(undo, edit)),
    /** Gives what brings it back, from wherever one is then. */
    discard() {
      const before = edit;
      change(undefined);
      return () => setEdit(before);
    },
    check,
    /** Whether the check's answer is about the text as it stands. */
    checked: settled === text && !check.isPlaceholderData && !check.isPending,
    problems: check.data?.problems ?? saved.problems,
    save,
    store: (ticket: string | undefined, onSaved: () => void) =>
      save.mutate(
        { host, text, revision: base.revision, ticket },
        {
          onSuccess: async () => {
            await reread(client, 'config.read', 'config.history');
            await reread(client, 'customers.search', 'customers.get', 'failures.list', 'activity.list');
            setEdit(undefined);
            setUndo(nothingToUndo);
            save.reset();
            onSaved();
          },
        },
      ),
  };
}

export type ConfigDraft = ReturnType<typeof useConfigDraft>;
