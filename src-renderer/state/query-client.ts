import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { CallError } from '../api/call-error.ts';
import { createPassphraseQuestions } from './passphrase.ts';

/** One window, one set of questions: any command may be the one that needs the passphrase. */
export const passphraseQuestions = createPassphraseQuestions();

export function createQueryClient(): QueryClient {
  const hear = (error: unknown) => {
    if (!(error instanceof CallError)) return;
    passphraseQuestions.hear(error);
    if (error.code === 'host-key-unknown') void client.invalidateQueries({ queryKey: ['hostKeys.pending'] });
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: hear }),
    mutationCache: new MutationCache({ onError: hear }),
    defaultOptions: {
      // The core answers or says why not; trying again is the reader's decision, by a button.
      queries: { retry: false, staleTime: 30_000, refetchOnWindowFocus: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return client;
}
