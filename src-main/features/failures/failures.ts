import { createHash } from 'node:crypto';
import { type FailureItem, type FailureState, type Fleet, NightkeepError } from '../../contract/index.ts';
import type { CustomerFinder } from '../../domain/customers.ts';
import { pressing, titleOf } from '../../domain/failures/causes.ts';
import { type Finding, keyOfFinding } from '../../domain/failures/finding.ts';
import { ofReaching } from '../../domain/failures/findings.ts';
import { ofProof } from '../../domain/failures/of-proof.ts';
import { ofRoom } from '../../domain/failures/of-room.ts';
import { partOf } from '../../domain/part-of.ts';
import type { FoundProof } from '../../programs/proof/proof-record.ts';
import type { FailureStore, StoredFailure } from '../../stores/history/failure-store.ts';
import type { History } from '../../stores/history/history.ts';
import type { Act, UnsentAct } from '../actions.ts';
import type { Handlers, Publish } from '../feature.ts';
import type { Board } from '../fleet/board.ts';
import type { FleetReader } from '../fleet/fleet-reader.ts';
import { todayOf } from '../fleet/gather-facts.ts';
import type { Reach } from '../fleet/reach.ts';
import type { Room } from '../fleet/room.ts';
import { type AffectedDeps, affectedBy } from './affected.ts';
import { reconcile } from './reconcile.ts';
import { actsOf, type Decision, decided, decisionOf, momentOf, unsharedOf, whereTold, withTriage } from './triage.ts';

export interface FailuresDeps {
  fleet: () => Fleet;
  board: Pick<Board, 'findings' | 'settled'>;
  reach: Reach;
  room: Pick<Room, 'of'>;
  history: AffectedDeps['history'] & {
    failures: FailureStore;
    triage: Pick<History['triage'], 'all'>;
    runs: Pick<History['runs'], 'get'>;
  };
  reader: Pick<FleetReader, 'ensure'>;
  finder: () => CustomerFinder;
  /** What was proven of a host, as far as it is known. */
  proofOf: (host: string) => FoundProof;
  /** Where a host's nights are, as far as that is known; of a server, itself. */
  serverOf: (machine: string) => string | undefined;
  publish: Publish;
  /** Notes what was done where all staff read it. */
  note: (act: Act, by: string) => void;
  unsent: () => readonly UnsentAct[];
  now: () => Date;
}

export interface Failures {
  handlers: Handlers<
    | 'failures.list'
    | 'failures.customers'
    | 'failures.triage'
    | 'failures.acknowledge'
    | 'failures.snooze'
    | 'failures.reopen'
  >;
  /**
   * Computes them from what is known now. With `raise`, tells of each that was not told of before, in any run of the app;
   * with `tell`, that they changed, though as many are open.
   */
  update(options: { raise: boolean; tell?: boolean }): void;
  /** Whether it lasts, and nobody has acknowledged or snoozed it. */
  isOpen(id: string): boolean;
  /** Machines that have such a one. */
  hostsOpen(): Set<string>;
}

export function createFailures(deps: FailuresDeps): Failures {
  const { fleet, board, reader, finder, publish, note, now, serverOf } = deps;
  const { failures: store, triage } = deps.history;
  const where = whereTold({ fleet, serverOf, isOut: (machine) => deps.reach.unreached(machine) !== undefined });
  let toldOpen: number | undefined;
  /** Whether something changed that no event told of yet. */
  let untold = false;

  function update({ raise, tell = raise }: { raise: boolean; tell?: boolean }): void {
    const find = finder();
    const triages = triage.all();
    const { servers, hosts } = fleet();
    const known = store.all();
    const { save, remove } = reconcile(known, currentFindings(deps), {
      now: now(),
      idOf,
      find,
      machines: new Set([...servers, ...hosts].map(({ name }) => name)),
      triaged: (failure) =>
        withTriage(failure, triages.get(failure.item.id), (server) => where.hears(server, failure.item.host)),
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
    if (open === toldOpen && !(tell && untold)) return;
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

  const allOpen = () => store.all().filter((failure) => stateOf(failure, now()) === 'open');

  const itemOf = (failure: StoredFailure, moment: Date, unshared?: ReadonlySet<string>): FailureItem => ({
    ...toItem(failure, moment),
    server: serverOf(failure.item.host),
    ...(unshared?.has(failure.item.id) ? { unshared: true } : {}),
  });

  /** Of those that are still there; one that is over meanwhile needs nobody any more. */
  function decide(ids: readonly string[], decision: Decision): FailureItem[] {
    const failures = [...new Set(ids)].flatMap((id) => store.get(id) ?? []);
    const told = { ...decision, at: momentOf(failures, now()) };
    const changed = failures.map((failure) => decided(failure, told));
    for (const failure of changed) store.save(failure);
    const items = changed.map((failure) => itemOf(failure, now()));
    for (const act of actsOf(items, told, where)) note(act, decision.by);
    toldOpen = allOpen().length;
    publish('failures.changed', { open: toldOpen });
    return items;
  }

  async function decideOne(id: string, decision: Decision): Promise<FailureItem> {
    const [item] = decide([id], decision);
    if (!item) throw new NightkeepError('not-found', `there is no failure ${id}`, { id });
    return item;
  }

  return {
    update,
    isOpen(id) {
      const failure = store.get(id);
      return failure !== undefined && stateOf(failure, now()) === 'open';
    },
    hostsOpen: () => new Set(allOpen().map(({ item }) => item.host)),
    handlers: {
      'failures.list': async ({ state, host, ...wanted }) => {
        await reader.ensure();
        await board.settled();
        const unshared = unsharedOf(deps.unsent());
        const items = store.all().map((failure) => itemOf(failure, now(), unshared));
        const all = items.filter((item) => (!state || item.state === state) && (!host || item.host === host));
        const { items: shown, ...part } = partOf(all.sort(mostPressing), wanted);
        return { failures: shown, ...part };
      },
      'failures.customers': async ({ ids }) => {
        await reader.ensure();
        return {
          customers: affectedBy(
            deps,
            [...new Set(ids)].flatMap((id) => store.get(id) ?? []),
          ),
        };
      },
      'failures.triage': (input, { by }) => ({ failures: decide(input.ids, decisionOf(input, by)) }),
      'failures.acknowledge': ({ id, reason }, { by }) =>
        decideOne(id, decisionOf({ kind: 'acknowledge', ids: [id], reason }, by)),
      'failures.reopen': ({ id }, { by }) => decideOne(id, { kind: 'reopen', by }),
      'failures.snooze': ({ id, until }, { by }) => decideOne(id, decisionOf({ kind: 'snooze', ids: [id], until }, by)),
    },
  };
}

function currentFindings(deps: FailuresDeps): Finding[] {
  const today = todayOf(deps);
  const { servers, hosts } = deps.fleet();
  const find = deps.finder();
  return [
    ...deps.board.findings(),
    ...servers.flatMap(({ name }) => [
      ...ofReaching({ host: name, unreached: deps.reach.unreached(name) }, today),
      ...ofRoom(name, deps.room.of(name), today),
    ]),
    ...hosts.flatMap(({ name: host }) => {
      const { bad, rehearsed } = deps.proofOf(host);
      if (bad.length === 0 && !rehearsed.some(({ wrong }) => wrong > 0)) return [];
      const dateOf = (run: string) => deps.history.runs.get(host, run)?.date;
      return ofProof({ host, server: deps.serverOf(host), bad, rehearsed }, { find, dateOf }, today);
    }),
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
