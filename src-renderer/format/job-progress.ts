import type { Job, JobStep } from '../../src-main/contract/index.ts';
import { number } from './counts.ts';
import { sizeOf } from './sizes.ts';

/** The list with the job in it, newest first. */
export function mergeJob(jobs: readonly Job[], job: Job): Job[] {
  const at = jobs.findIndex((known) => known.id === job.id);
  return at < 0 ? [job, ...jobs] : jobs.with(at, job);
}

export const isOver = (job: Job): boolean =>
  job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';

/** 0 to 1. Every step counts the same: nobody knows beforehand how long one takes. */
export function fractionOf(job: Job): number {
  if (job.state === 'done') return 1;
  if (job.steps.length === 0) return 0;
  return job.steps.reduce((sum, step) => sum + stepFraction(step), 0) / job.steps.length;
}

function stepFraction(step: JobStep): number {
  if (step.state === 'done') return 1;
  if (step.state === 'waiting' || !step.total) return 0;
  return Math.min(1, (step.done ?? 0) / step.total);
}

/** `31 of 44 MB`, `1,204 of 3,310 files`, `1,204 files` */
export function stepDetail(step: JobStep): string {
  if (step.state !== 'running') return '';
  const { done, total, unit } = step;
  if (done === undefined || (unit === undefined && !total)) return '';
  if (unit === 'bytes') return total ? sizeOf(done, total) : (sizeOf(done, done).split(' of ')[1] ?? '');
  const word = unit === undefined ? '' : ` ${unit}`;
  return total ? `${number(done)} of ${number(total)}${word}` : `${number(done)}${word}`;
}

export const runningStep = (job: Job): JobStep | undefined => job.steps.find((step) => step.state === 'running');
