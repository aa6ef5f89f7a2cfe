import { belowRoot, type CustomerFinder } from '../../domain/customers.ts';
import type { Finding } from '../../domain/failures/finding.ts';
import { fixesOf } from '../../domain/failures/fixes.ts';
import type { StoredFailure } from '../../stores/history/failure-store.ts';

export interface Reconciled {
  /** To be written: new, or other than before. */
  save: StoredFailure[];
  /** Ids to be forgotten. */
  remove: string[];
}

export interface ReconcileOptions {
  now: Date;
  idOf: (finding: Pick<Finding, 'host' | 'path' | 'cause'>) => string;
  find: CustomerFinder;
  /** Machines of the fleet: a failure of another one is nobody's any more. */
  machines: ReadonlySet<string>;
  /** With what colleagues did about it. */
  triaged: (failure: StoredFailure) => StoredFailure;
}

const DAY_MS = 86_400_000;
/** How long a failure that is over is remembered. */
const REMEMBERED_MS = 30 * DAY_MS;

/**
 * Joins what is found now with what was known: keeps what was acknowledged and snoozed while the same failure lasts,
 * begins anew where it comes back after it was over, and ends what is not found any more.
 */
export function reconcile(
  known: readonly StoredFailure[],
  findings: readonly Finding[],
  { now, idOf, find, machines, triaged }: ReconcileOptions,
): Reconciled {
  const before = new Map(known.map((failure) => [failure.item.id, failure]));
  const save: StoredFailure[] = [];
  const remove: string[] = [];

  for (const finding of findings) {
    const id = idOf(finding);
    const old = before.get(id);
    before.delete(id);
    const next = triaged(merged(id, old, finding, find));
    if (isForgotten(next, now)) {
      if (old) remove.push(id);
    } else if (JSON.stringify(next) !== JSON.stringify(old)) save.push(next);
  }
  for (const old of before.values()) {
    if (!machines.has(old.item.host) || isForgotten(old, now)) remove.push(old.item.id);
    else if (!old.resolvedAt) save.push({ ...old, resolvedAt: now.toISOString() });
  }
  return { save, remove };
}

function merged(id: string, old: StoredFailure | undefined, finding: Finding, find: CustomerFinder): StoredFailure {
  const { host, path, cause, message, firstSeen, lastSeen, nights, lastGood, resolvedAt } = finding;
  const customer = path === undefined ? undefined : find(path);
  // One that is found again after it was over is a new one: it is told, whatever was said of the last.
  const lasting = old && (!old.resolvedAt || resolvedAt) ? old : undefined;
  return {
    item: withoutUndefined({
      id,
      host,
      path,
      customer: customer?.id,
      cause,
      message,
      firstSeen,
      lastSeen,
      nights,
      lastGood,
      fixes: fixesOf(finding, (of) => belowRoot(of, customer?.root)),
      // In the order of `decided`, so that the same compares as the same.
      acknowledged: lasting?.acknowledgedAt ? lasting.item.acknowledged : undefined,
      taken: lasting?.item.taken,
      snoozedBy: lasting?.item.snoozedBy,
    }),
    acknowledgedAt: lasting?.acknowledgedAt,
    snoozedUntil: lasting?.snoozedUntil,
    resolvedAt,
    raisedAt: lasting?.raisedAt,
    triagedAt: lasting ? lasting.triagedAt : old?.resolvedAt,
  };
}

/** As it comes back from the store, so that the same compares as the same. */
export const withoutUndefined = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

const isForgotten = ({ resolvedAt }: StoredFailure, now: Date) =>
  resolvedAt !== undefined && now.getTime() - Date.parse(resolvedAt) > REMEMBERED_MS;
