import { z } from 'zod';
import { query } from './declare.ts';
import type * as m from './models.ts';

const name = z.string().min(1).max(255);
const customer = z.string().min(1).max(255);
/** Looked for in what the list shows of an item. */
const text = z.string().max(500);

/** Which part of a list is wanted: so many, from the one at `offset` on. */
const part = {
  offset: z.int().min(0).max(10_000_000).optional(),
  limit: z.int().min(1).max(10_000).optional(),
};

/** Where a part stands in its list, and how many there are in all. */
export interface Part {
  offset: number;
  total: number;
}

/** The lists that grow with the fleet and with time: filtered, put in order and cut to a part by the core. */
export const listCommands = {
  /** `total` is told with an `offset`, and where it is all that match: counting all costs more than finding the first. */
  'customers.search': query(
    z.object({
      query: text,
      coverage: z.enum(['configured', 'only-in-nights', 'not-backed-up']).optional(),
      order: z.enum(['match', 'id', 'host']).optional(),
      ...part,
    }),
  ).returns<{ customers: m.Customer[]; offset: number; total?: number | undefined; tookMs: number }>(),

  /** Newest first. */
  'runs.list': query(
    z.object({ host: name.optional(), since: z.iso.datetime({ offset: true }).optional(), ...part }),
  ).returns<{ runs: m.Run[] } & Part>(),

  /** Newest first. */
  'restore.list': query(z.object({ customer: customer.optional(), ...part }).default({})).returns<
    { restores: m.PastRestore[] } & Part
  >(),

  'holds.list': query(
    z
      .object({
        host: name.optional(),
        customer: customer.optional(),
        query: text.optional(),
        order: z.enum(['newest', 'until', 'size']).optional(),
        ...part,
      })
      .default({}),
  ).returns<{ holds: m.Hold[]; bytes: number; notMeasured: number } & Part>(),

  /** The most pressing first. */
  'failures.list': query(
    z
      .object({
        state: z.enum(['open', 'acknowledged', 'snoozed', 'resolved']).optional(),
        host: name.optional(),
        ...part,
      })
      .default({}),
  ).returns<{ failures: m.FailureItem[] } & Part>(),

  /** Newest first. */
  'activity.list': query(
    z
      .object({
        customer: customer.optional(),
        host: name.optional(),
        action: z.string().max(100).optional(),
        query: text.optional(),
        ...part,
      })
      .default({}),
  ).returns<{ activity: m.Activity[] } & Part>(),
} as const;
