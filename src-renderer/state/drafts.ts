import { useCallback, useSyncExternalStore } from 'react';
import type { CommandInput } from '../../src-main/contract/index.ts';
import type { Chosen } from './cells.ts';
import { keep, readKept } from './stored.ts';

/** A restore of a customer for one ticket: what is chosen for it, and the job that came of it until that is put away. */
export interface Draft extends Chosen {
  /** Of this customer's; never given twice. */
  number: number;
  ticket: string;
  to: CommandInput<'restore.plan'>['to'];
  job?: string | undefined;
  /** What that job takes, in words, where it was started here; of others its title tells. */
  what?: string | undefined;
}

/** All restores begun for one customer, and which of them is looked at. */
export interface Desk {
  at: number;
  drafts: readonly Draft[];
}

/** Customers whose drafts are kept, and drafts of each: as many tickets as anyone works on at once. */
const mostCustomers = 20;
export const mostDrafts = 6;

const desks = new Map<string, Desk>();
const watchers = new Set<() => void>();
let changes = 0;
/** The last number that a new draft got; those that come back from the session have the first ones. */
let lastNumber = mostDrafts;

const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
};

const nothing = { selected: new Set<string>(), ticks: new Map(), cells: new Map(), except: new Set<string>() };
const draftOf = (number: number, job?: string): Draft => ({ ...nothing, number, ticket: '', to: undefined, job });

/** What is looked at again after the window was loaded anew: restores alone, the choices are gone. */
const keyOf = (customer: string) => `restores.${customer}`;

function keptJobs(customer: string): string[] {
  try {
    const kept: unknown = JSON.parse(readKept(keyOf(customer)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((job) => typeof job === 'string').slice(0, mostDrafts) : [];
  } catch {
    return [];
  }
}

function deskOf(customer: string): Desk {
  const known = desks.get(customer);
  if (known) return known;
  const jobs = keptJobs(customer);
  const drafts = jobs.length > 0 ? jobs.map((job, at) => draftOf(at + 1, job)) : [draftOf(1)];
  const desk = { at: drafts.length, drafts };
  desks.set(customer, desk);
  return desk;
}

function put(customer: string, desk: Desk): void {
  desks.delete(customer);
  desks.set(customer, desk);
  const [oldest] = desks.keys();
  if (desks.size > mostCustomers && oldest !== undefined) desks.delete(oldest);
  const jobs = desk.drafts.flatMap(({ job }) => job ?? []);
  keep(keyOf(customer), jobs.length > 0 ? JSON.stringify(jobs) : undefined);
  changes += 1;
  for (const watcher of watchers) watcher();
}

export const isBlank = ({ selected, ticks, cells, ticket, job }: Draft): boolean =>
  selected.size + ticks.size + cells.size === 0 && ticket.trim() === '' && job === undefined;

function change(customer: string, number: number, part: (old: Draft) => Partial<Draft>): void {
  const desk = deskOf(customer);
  put(customer, {
    ...desk,
    drafts: desk.drafts.map((draft) => (draft.number === number ? { ...draft, ...part(draft) } : draft)),
  });
}

/** A job belongs to one draft. */
function giveJob(customer: string, number: number, job: string, what?: string): void {
  const desk = deskOf(customer);
  put(customer, {
    ...desk,
    drafts: desk.drafts.map((draft) => {
      if (draft.number === number) return { ...draft, job, what: what ?? (draft.job === job ? draft.what : undefined) };
      return draft.job === job ? { ...draft, job: undefined, what: undefined } : draft;
    }),
  });
}

/** Looks at another draft. One that nothing was chosen for is gone then. */
export function turnTo(customer: string, number: number): void {
  const desk = deskOf(customer);
  if (desk.at === number || !desk.drafts.some((draft) => draft.number === number)) return;
  put(customer, {
    at: number,
    drafts: desk.drafts.filter((draft) => draft.number === number || draft.number !== desk.at || !isBlank(draft)),
  });
}

function begin(customer: string, job?: string): void {
  const { drafts } = deskOf(customer);
  lastNumber += 1;
  put(customer, { at: lastNumber, drafts: [...drafts, draftOf(lastNumber, job)] });
}

/** Lets go of drafts that have nothing but a job which is in no list any more. */
function forget(customer: string, isKnown: (job: string) => boolean): void {
  const { at, drafts } = deskOf(customer);
  const stays = (draft: Draft) =>
    draft.job === undefined || isKnown(draft.job) || !isBlank({ ...draft, job: undefined });
  if (drafts.every(stays)) return;
  const [last = draftOf(1), ...others] = drafts.filter(stays).reverse();
  const left = [...others.reverse(), last];
  put(customer, { at: left.some(({ number }) => number === at) ? at : last.number, drafts: left });
}

/** Gives what brings it back. */
function putAway(customer: string, number: number): () => void {
  const before = deskOf(customer);
  const at = before.drafts.findIndex((draft) => draft.number === number);
  const gone = before.drafts[at];
  const drafts = before.drafts.filter((draft) => draft !== gone);
  const next = drafts[at] ?? drafts.at(-1);
  if (!gone || !next) return () => undefined;
  put(customer, { at: next.number, drafts });
  return () => {
    const now = deskOf(customer).drafts.filter((draft) => draft.number !== number);
    put(customer, { at: number, drafts: [...now, gone].sort((a, b) => a.number - b.number) });
  };
}

/** The restores begun for a customer, which are there again when one comes back from another ticket. */
export function useDesk(customer: string) {
  const desk = useSyncExternalStore(watch, () => deskOf(customer));
  const draft = desk.drafts.find(({ number }) => number === desk.at) ?? draftOf(desk.at);
  return {
    drafts: desk.drafts,
    draft,
    change: useCallback(
      (part: (old: Draft) => Partial<Draft>) => change(customer, draft.number, part),
      [customer, draft.number],
    ),
    giveJob: useCallback(
      (job: string, what?: string) => giveJob(customer, draft.number, job, what),
      [customer, draft.number],
    ),
    begin: useCallback((job?: string) => begin(customer, job), [customer]),
    turnTo: useCallback((number: number) => turnTo(customer, number), [customer]),
    forget: useCallback((isKnown: (job: string) => boolean) => forget(customer, isKnown), [customer]),
    putAway: () => putAway(customer, draft.number),
  };
}

export type CustomerDesk = ReturnType<typeof useDesk>;

/** What a draft is called beside others: by its ticket, as soon as it has one. */
export const draftName = ({ ticket }: Draft, at: number): string => ticket.trim() || `Restore ${at + 1}`;

/** Of each customer that was looked at, by the customer. */
export function useDrafts(): ReadonlyMap<string, readonly Draft[]> {
  useSyncExternalStore(watch, () => changes);
  return new Map([...desks].map(([customer, { drafts }]) => [customer, drafts]));
}
