import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { CallError } from '../api/call-error.ts';
import type { PassphraseQuestions } from './passphrase.tsx';

/** Any command may be the one that needs a passphrase, or meets a machine for the first time. */
export function createQueryClient(passphrases: PassphraseQuestions): QueryClient {
  const hear = (error: unknown) => {
    if (!(error instanceof CallError)) return;
    passphrases.hear(error);
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
