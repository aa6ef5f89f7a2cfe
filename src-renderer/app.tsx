import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection } from './api/connection.ts';
import { Screen } from './screens/screen.tsx';
import { PartGuard } from './screens/shell/part-guard.tsx';
import { Shell } from './screens/shell/shell.tsx';
import { ConnectionProvider } from './state/connection.tsx';
import { createPassphraseQuestions, PassphraseProvider } from './state/passphrase.tsx';
import { createQueryClient } from './state/query-client.ts';
import { ToastProvider } from './state/toasts.tsx';
import { HintLayer } from './ui/hint.tsx';

export function App({ connection }: { connection: Connection }) {
  const [passphrases] = useState(createPassphraseQuestions);
  const [client] = useState(() => createQueryClient(passphrases));
  return (
    <ConnectionProvider connection={connection}>
      <QueryClientProvider client={client}>
        <PassphraseProvider questions={passphrases}>
          <ToastProvider>
            <PartGuard part="The window">
              <Shell>
                <Screen />
              </Shell>
            </PartGuard>
            <HintLayer />
          </ToastProvider>
        </PassphraseProvider>
      </QueryClientProvider>
    </ConnectionProvider>
  );
}
