import { useEffect, useRef, useState } from 'react';
import type { Comparison, ErrorEnvelope } from '../../../src-main/contract/index.ts';
import { isOver, runningStep, stepDetail } from '../../format/job-progress.ts';
import { useAction, useAnswer } from '../../state/commands.ts';
import { useCancelJob, useJob } from '../../state/jobs.ts';

/** Stands for the host as it is at this moment. */
export const NOW = 'now';

export interface Compared {
  host: string;
  /** A run id. */
  from: string;
  /** A run id, or NOW. */
  to: string;
  path: string;
}

export interface ComparisonState {
  comparison: Comparison | undefined;
  error: Pick<ErrorEnvelope, 'code' | 'message' | 'details'> | undefined;
  /** What is under way, in words. */
  doing: string;
  /** Ends what is under way; undefined where that is over in a moment. */
  cancel: (() => void) | undefined;
  again: () => void;
}

/** Two nights, or a night and its host as it is: that one is a job, since both are listed as a whole. */
export function useComparison({ host, from, to, path }: Compared): ComparisonState {
  const isNow = to === NOW;
  const nights = useAnswer('nights.compare', { host, from, to, path }, { enabled: !isNow });
  const { mutate: start, reset, data, error } = useAction('nights.compareNow');
  const { mutate: end } = useCancelJob();
  const [attempt, setAttempt] = useState(0);
  const underWay = useRef<string>(undefined);
  const job = useJob('nights.compareNow', isNow ? data?.jobId : undefined);
  underWay.current = job && !isOver(job) ? job.id : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the same comparison anew
  useEffect(() => {
    if (isNow) start({ host, runId: from, path });
    // Another folder or night is wanted: nobody waits for this one any more.
    return () => {
      reset();
      if (underWay.current) end({ id: underWay.current });
    };
  }, [isNow, start, reset, end, host, from, path, attempt]);
  const step = job && runningStep(job);
  if (!isNow) {
    return {
      comparison: nights.data,
      error: nights.error ?? undefined,
      doing: 'Comparing the two nights…',
      cancel: undefined,
      again: () => void nights.refetch(),
    };
  }
  return {
    comparison: job?.outcome,
    error: error ?? job?.error,
    doing: step ? `${step.name}… ${stepDetail(step)}` : `Comparing with ${host} as it is…`,
    cancel: job && !isOver(job) ? () => end({ id: job.id }) : undefined,
    again: () => setAttempt(attempt + 1),
  };
}
