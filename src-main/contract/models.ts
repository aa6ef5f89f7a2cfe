/**
 * What commands return and events carry. Times are ISO 8601 UTC, dates are `YYYY-MM-DD` in the fleet's time zone,
 * sizes are bytes. A path is a string in which each byte that is not valid UTF-8 stands as a lone surrogate
 * U+DC80–U+DCFF (see domain/bytes.ts), so that any path crosses JSON and comes back as the same bytes.
 */

export type * from './models/customers.ts';
export type * from './models/failures.ts';
export type * from './models/first-run.ts';
export type * from './models/jobs.ts';
export type * from './models/machines.ts';
export type * from './models/nights.ts';
export type * from './models/proofs.ts';
export type * from './models/restores.ts';
export type * from './models/team-fleet.ts';
