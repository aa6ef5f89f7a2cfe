import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { reread, useAction, useAnswer } from './commands.ts';
import { keepReply, useKeptReply } from './kept-replies.ts';

/** The reply of a restore: by which template, as it was worded since, and what is not in it. */
export function useReply(restore: string, written: string) {
  const client = useQueryClient();
  const choice = useAnswer('replies.get', {});
  const choose = useAction('replies.choose');
  const [picked, setPicked] = useState<string>();
  const template = picked ?? choice.data?.chosen;
  const composed = useAnswer(
    'replies.compose',
    { restore, template },
    { enabled: !choice.isPending, keepPrevious: true },
  );
  // Of what was written before templates there is one text only.
  const by = composed.data && composed.data.template === undefined ? '' : (template ?? '');
  const kept = useKeptReply(restore, by);
  const made = composed.data?.text ?? written;
  return {
    text: kept ?? made,
    edited: kept !== undefined && kept !== made,
    setText: (text: string | undefined) => keepReply(restore, by, text === made ? undefined : text),
    left: composed.data?.left ?? [],
    commands: composed.data?.commands ?? [],
    /** None where it can't be worded anew. */
    templates:
      composed.data?.template !== undefined && choice.data
        ? [...choice.data.builtIn, ...choice.data.settings.templates]
        : [],
    template,
    /** Of this reply, and of those to come. */
    choose(id: string) {
      setPicked(id);
      choose.mutate({ template: id }, { onSuccess: () => void reread(client, 'replies.get') });
    },
    /** It tells of a folder, in words that are no template's. */
    isOfFolder: composed.data?.unpacked ?? false,
    isInPlace: composed.data?.inPlace ?? false,
    isWrittenOnce: composed.data !== undefined && composed.data.template === undefined,
    error: choice.error ?? composed.error ?? choose.error,
  };
}
