import type { z } from 'zod';

/** A command answers at once; a job answers with its id, and its outcome follows in `job.changed`. */
export interface Declaration<
  Schema extends z.ZodType = z.ZodType,
  Output = unknown,
  Kind extends 'query' | 'job' = 'query' | 'job',
> {
  kind: Kind;
  input: Schema;
  /** Only a type: nothing is ever stored here. */
  readonly output?: Output;
}

const declare =
  <Kind extends 'query' | 'job'>(kind: Kind) =>
  <Schema extends z.ZodType>(input: Schema) => ({
    returns: <Output>(): Declaration<Schema, Output, Kind> => ({ kind, input }),
  });
export const query = declare('query');
export const job = declare('job');
