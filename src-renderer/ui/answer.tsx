import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CallError } from '../api/call-error.ts';
import { ErrorBox } from './error-box.tsx';
import { Loading } from './loading.tsx';

interface Props<Data> {
  of: UseQueryResult<Data, CallError>;
  /** What is being read, such as `Reading the nights of jail15…`. */
  loading: string;
  children: (data: Data) => ReactNode;
}

/** What a command answered, or that it is under way, or why it failed with a button to try again. */
export function Answer<Data>({ of, loading, children }: Props<Data>) {
  if (of.data !== undefined) {
    return (
      <>
        {of.isError && <ErrorBox error={of.error} onRetry={() => void of.refetch()} />}
        {children(of.data)}
      </>
    );
  }
  if (of.isError) return <ErrorBox error={of.error} onRetry={() => void of.refetch()} />;
  return <Loading>{loading}</Loading>;
}
