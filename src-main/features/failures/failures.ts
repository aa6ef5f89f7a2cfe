import { createHash } from 'node:crypto';
import { type FailureItem, type FailureState, type Fleet, NightkeepError } from '../../contract/index.ts';
import type { CustomerFinder } from '../../domain/customers.ts';
import { pressing, titleOf } from '../../domain/failures/causes.ts';
import { type Finding, keyOfFinding } from '../../domain/failures/finding.ts';
import { ofReaching } from '../../domain/failures/findings.ts';
import type { FailureStore, StoredFailure } from '../../stores/history/failure-store.ts';
import type { Handlers, Publish } from '../feature.ts';
import type { Board } from '../fleet/board.ts';
import type { FleetReader } from '../fleet/fleet-reader.ts';
import { todayOf } from '../fleet/gather-facts.ts';
import type { Reach } from '../fleet/reach.ts';
import { reconcile } from './reconcile.ts';

export interface FailuresDeps {
  fleet: () => Fleet;
  board: Pick<Board, 'findings' | 'settled'>;
  reach: Reach;
  store: FailureStore;
  reader: Pick<FleetReader, 'ensure'>;
  finder: () => CustomerFinder;
  /** Where a host's nights are, as far as that is known; of a server, itself. */
  serverOf: (machine: string) => string | undefined;
  publish: Publish;
  now: () => Date;
}

export interface Failures {
  handlers: Handlers<
    'failures.list' | 'failures.acknowledge' | 'failures.acknowledgeAll' | 'failures.snooze' | 'failures.reopen'
  >;
  /** Computes them from what is known now. With `raise`, tells of each that was not told of before, in any run of the app. */
  update(options: { raise: boolean }): void;
  /** Whether it lasts, and nobody has acknowledged or snoozed it. */
  isOpen(id: string): boolean;
}

export function createFailures(deps: FailuresDeps): Failures {
  const { fleet, board, store, reader, finder, publish, now, serverOf } = deps;
  let toldOpen: number | undefined;
  /** Whether something changed that no event told of yet. */
  let untold = false;

  function update({ raise }: { raise: boolean }): void {
    const find = finder();
    const { servers, hosts } = fleet();
    const known = store.all();
    const { save, remove } = reconcile(known, currentFindings(deps), {
      now: now(),
      idOf,
      find,
      machines: new Set([...servers, ...hosts].map(({ name }) => name)),
    });
    const all = new Map(known.map((failure) => [failure.item.id, failure]));
    for (const id of remove) {
      store.remove(id);
      all.delete(id);
    }
    for (const failure of save) {
      store.save(failure);
      all.set(failure.item.id, failure);
    }
    if (raise) raiseNew([...all.values()].sort((a, b) => pressing(a.item.cause) - pressing(b.item.cause)));
    const moment = now();
    const open = [...all.values()].filter((failure) => stateOf(failure, moment) === 'open').length;
    untold ||= save.length > 0 || remove.length > 0;
    // Who lists them reads anew at each event: an event for every listing would go round for ever while a run goes on.
    if (open === toldOpen && !(raise && untold)) return;
    untold = false;
    toldOpen = open;
    publish('failures.changed', { open });
  }

  function raiseNew(all: readonly StoredFailure[]): void {
    const moment = now();
    for (const failure of all) {
      if (woke(failure, moment)) store.save({ ...failure, snoozedUntil: undefined, raisedAt: undefined });
      else if (failure.raisedAt) continue;
      const item = itemOf({ ...failure, snoozedUntil: stillSnoozed(failure, moment) }, moment);
      if (item.state === 'open' && store.claimRaise(item.id, moment.toISOString())) publish('failure.raised', item);
    }
  }

  const openCount = () => store.all().filter((failure) => stateOf(failure, now()) === 'open').length;

  const itemOf = (failure: StoredFailure, moment: Date): FailureItem => ({
    ...toItem(failure, moment),
    server: serverOf(failure.item.host),
  });

  async function change(id: string, make: (failure: StoredFailure) => StoredFailure): Promise<FailureItem> {
    const failure = store.get(id);
    if (!failure) throw new NightkeepError('not-found', `there is no failure ${id}`, { id });
    const changed = make(failure);
    store.save(changed);
    toldOpen = openCount();
    publish('failures.changed', { open: toldOpen });
    return itemOf(changed, now());
  }

  const acknowledged =
    (by: string, reason?: string) =>
    (failure: StoredFailure): StoredFailure => {
      const at = now().toISOString();
      return {
        ...failure,
        item: { ...failure.item, acknowledged: { by, at, reason: reason?.trim() || undefined } },
        acknowledgedAt: at,
        snoozedUntil: undefined,
      };
    };

  /** Of those that are still there; one that is over meanwhile needs nobody any more. */
  function acknowledgeAll(ids: readonly string[], by: string, reason?: string): FailureItem[] {
    const failures = [...new Set(ids)].flatMap((id) => store.get(id) ?? []);
    const changed = failures.map(acknowledged(by, reason));
    for (const failure of changed) store.save(failure);
    toldOpen = openCount();
    publish('failures.changed', { open: toldOpen });
    return changed.map((failure) => itemOf(failure, now()));
  }

  return {
    update,
    isOpen(id) {
      const failure = store.get(id);
      return failure !== undefined && stateOf(failure, now()) === 'open';
    },
    handlers: {
      'failures.list': async ({ state }) => {
        await reader.ensure();
        await board.settled();
        const items = store.all().map((failure) => itemOf(failure, now()));
        return { failures: items.filter((item) => !state || item.state === state).sort(mostPressing) };
      },
      'failures.acknowledge': ({ id, reason }, { by }) => change(id, acknowledged(by, reason)),
      'failures.acknowledgeAll': ({ ids, reason }, { by }) => ({ failures: acknowledgeAll(ids, by, reason) }),
      'failures.reopen': ({ id }) =>
        change(id, (failure) => ({ ...unseen(failure), acknowledgedAt: undefined, snoozedUntil: undefined })),
      'failures.snooze': ({ id, until }) =>
        change(id, (failure) => ({
          ...unseen(failure),
          snoozedUntil: new Date(until).toISOString(),
          acknowledgedAt: undefined,
        })),
    },
  };
}

function currentFindings(deps: FailuresDeps): Finding[] {
  const today = todayOf(deps);
  const { servers } = deps.fleet();
  return [
    ...deps.board.findings(),
    ...servers.flatMap(({ name }) => ofReaching({ host: name, unreached: deps.reach.unreached(name) }, today)),
  ];
}

/** The same for the same host, entry and cause, always and everywhere. */
const idOf = (finding: Pick<Finding, 'host' | 'path' | 'cause'>): string =>
  `${finding.cause}-${createHash('sha256').update(keyOfFinding(finding)).digest('hex').slice(0, 16)}`;

function stateOf(failure: StoredFailure, now: Date): FailureState {
  if (failure.resolvedAt) return 'resolved';
  if (failure.acknowledgedAt) return 'acknowledged';
  return stillSnoozed(failure, now) ? 'snoozed' : 'open';
}

const unseen = (failure: StoredFailure): StoredFailure => ({
  ...failure,
  item: { ...failure.item, acknowledged: undefined },
});

const stillSnoozed = ({ snoozedUntil }: StoredFailure, now: Date): string | undefined =>
  snoozedUntil && Date.parse(snoozedUntil) > now.getTime() ? snoozedUntil : undefined;

/** It was snoozed, the time is over, and it still lasts. */
const woke = (failure: StoredFailure, now: Date): boolean =>
  Boolean(failure.snoozedUntil && !failure.resolvedAt && !stillSnoozed(failure, now));

const toItem = (failure: StoredFailure, now: Date): FailureItem => ({
  ...failure.item,
  title: titleOf(failure.item.host, failure.item.cause),
  state: stateOf(failure, now),
  snoozedUntil: stillSnoozed(failure, now),
});

const orderOfState: Record<FailureState, number> = { open: 0, snoozed: 1, acknowledged: 2, resolved: 3 };

const mostPressing = (a: FailureItem, b: FailureItem): number =>
  orderOfState[a.state] - orderOfState[b.state] ||
  pressing(a.cause) - pressing(b.cause) ||
  b.lastSeen.localeCompare(a.lastSeen) ||
  a.host.localeCompare(b.host) ||
  a.id.localeCompare(b.id);
