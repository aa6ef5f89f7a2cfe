import { keepPreviousData, type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { CommandResult } from '../../src-main/contract/index.ts';
import { type CallError, callErrorOf } from '../api/call-error.ts';
import type { CommandInput, CommandName, CommandOutput, QueryName } from '../api/connection.ts';
import { useConnection } from './connection.tsx';

interface Options {
  enabled?: boolean;
  /** Shows the last answer while the next one is on its way. */
  keepPrevious?: boolean;
}

/** What a command answers, kept and shared by name and input; events make it read anew (state/events.ts). */
export function useAnswer<Name extends QueryName>(name: Name, input: CommandInput<Name>, options: Options = {}) {
  const connection = useConnection();
  return useQuery<CommandOutput<Name>, CallError>({
    queryKey: [name, input],
    queryFn: async () => {
      try {
        // A query's result is its output; only jobs differ, and QueryName leaves them out.
        return (await connection.call(name, input)) as CommandOutput<Name>;
      } catch (error) {
        throw callErrorOf(error);
      }
    },
    enabled: options.enabled ?? true,
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** Asks beforehand for what will likely be wanted next. What goes wrong is told when it is wanted. */
export function usePrefetch<Name extends QueryName>(name: Name) {
  const connection = useConnection();
  const client = useQueryClient();
  return useCallback(
    (input: CommandInput<Name>) =>
      void client.prefetchQuery({ queryKey: [name, input], queryFn: () => connection.call(name, input) }),
    [client, connection, name],
  );
}

/** A command that does something, called by a button. */
export function useAction<Name extends CommandName>(name: Name) {
  const connection = useConnection();
  return useMutation<CommandResult<Name>, CallError, CommandInput<Name>>({
    mutationFn: async (input) => {
      try {
        return await connection.call(name, input);
      } catch (error) {
        throw callErrorOf(error);
      }
    },
  });
}

/** Reads all answers of these commands anew. */
export const reread = (client: QueryClient, ...names: QueryName[]) =>
  Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name] })));
