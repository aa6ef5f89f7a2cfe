import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { ErrorEnvelope } from '../../src-main/contract/index.ts';

/** A machine whose key can't be used without its passphrase. */
export interface PassphraseQuestion {
  machine: string;
  identityFile: string;
}

/** Remembers which machine asked last for a passphrase, whatever command or job it came up in. */
export function createPassphraseQuestions() {
  let question: PassphraseQuestion | undefined;
  const watchers = new Set<() => void>();
  const put = (next: PassphraseQuestion | undefined) => {
    question = next;
    for (const watcher of watchers) watcher();
  };
  return {
    hear(error: Pick<ErrorEnvelope, 'code' | 'details'> | undefined) {
      if (error?.code !== 'passphrase-needed' || question) return;
      const { machine, identityFile } = error.details ?? {};
      if (typeof machine === 'string')
        put({ machine, identityFile: typeof identityFile === 'string' ? identityFile : '' });
    },
    close: () => put(undefined),
    get: () => question,
    subscribe(watcher: () => void) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}

export type PassphraseQuestions = ReturnType<typeof createPassphraseQuestions>;

const PassphraseContext = createContext<PassphraseQuestions | undefined>(undefined);

export const PassphraseProvider = ({
  questions,
  children,
}: {
  questions: PassphraseQuestions;
  children: ReactNode;
}) => <PassphraseContext value={questions}>{children}</PassphraseContext>;

export function usePassphrases() {
  const questions = useContext(PassphraseContext);
  if (!questions) throw new Error('a passphrase was asked for outside PassphraseProvider');
  return { questions, asked: useSyncExternalStore(questions.subscribe, questions.get) };
}
