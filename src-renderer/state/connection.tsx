import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { Connection, LinkState } from '../api/connection.ts';

const ConnectionContext = createContext<Connection | undefined>(undefined);

export const ConnectionProvider = ({ connection, children }: { connection: Connection; children: ReactNode }) => (
  <ConnectionContext value={connection}>{children}</ConnectionContext>
);

export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error('a screen was drawn outside ConnectionProvider');
  return connection;
}

export function useLink(): { state: LinkState; retry: () => void } {
  const { link } = useConnection();
  return { state: useSyncExternalStore(link.subscribe, link.state), retry: link.retry };
}
