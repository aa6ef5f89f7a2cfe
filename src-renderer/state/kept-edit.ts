import { useCallback, useMemo } from 'react';
import { keep, useKept } from './stored.ts';

/** An edit of a host's backup.config: what the file was when it began, and what it shall be. */
export interface KeptEdit {
  base: { text: string; revision: string };
  text: string;
}

const keyOf = (host: string) => `config.${host}`;

/** The edit of a host's backup.config that is not saved yet. It is there again when one comes back to the host. */
export function useKeptEdit(host: string) {
  const kept = useKept(keyOf(host));
  const edit = useMemo(() => (kept === undefined ? undefined : (JSON.parse(kept) as KeptEdit)), [kept]);
  const setEdit = useCallback(
    (next: KeptEdit | undefined) => keep(keyOf(host), next === undefined ? undefined : JSON.stringify(next)),
    [host],
  );
  return [edit, setEdit] as const;
}

export const useHasEdit = (host: string): boolean => useKept(keyOf(host)) !== undefined;
