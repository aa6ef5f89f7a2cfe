import type { EntryState, RunDetails, RunEntry } from '../../src-main/contract/index.ts';

/** An entry of a run, with how large it was in the nights up to it. */
export interface EntryRow {
  entry: RunEntry;
  customer: string | undefined;
  /** Bytes, oldest night first; null where a night has none of it. */
  sizes: readonly (number | null)[];
  /** Bytes more than in the night before that had it; undefined where there is no such night. */
  grew: number | undefined;
}

export const entryOrders = [
  ['config', 'as in backup.config'],
  ['trouble', 'trouble first'],
  ['size', 'largest first'],
  ['grew', 'grew most first'],
  ['changes', 'most changes first'],
] as const;
export type EntryOrder = (typeof entryOrders)[number][0];

export function entryRows(
  { run, nights, sizes }: RunDetails,
  customerOf: (path: string) => string | undefined,
): readonly EntryRow[] {
  // A run that made no night has grown nothing.
  const isLast = nights.at(-1)?.runId === run?.runId;
  return (run?.entries ?? []).map((entry, i) => {
    const own = sizes[i] ?? [];
    return { entry, customer: customerOf(entry.path), sizes: own, grew: isLast ? growth(own) : undefined };
  });
}

/** Of the last of some nights; undefined where it or every one before has nothing. */
function growth(sizes: readonly (number | null)[]): number | undefined {
  const last = sizes.at(-1);
  const before = sizes.slice(0, -1).findLast((bytes) => bytes !== null);
  return last == null || before == null ? undefined : last - before;
}

const worst: readonly EntryState[] = ['missing', 'failed', 'symlink', 'collapsed'];
const troubleOf = ({ entry }: EntryRow) => (worst.includes(entry.state) ? worst.indexOf(entry.state) : worst.length);
const changesOf = ({ entry }: EntryRow) => entry.added + entry.changed + entry.deleted;

const compare: Record<EntryOrder, (a: EntryRow, b: EntryRow) => number> = {
  config: () => 0,
  trouble: (a, b) => troubleOf(a) - troubleOf(b),
  size: (a, b) => b.entry.bytes - a.entry.bytes,
  grew: (a, b) => (b.grew ?? -Infinity) - (a.grew ?? -Infinity) || 0,
  changes: (a, b) => changesOf(b) - changesOf(a),
};

/** Those whose path or customer has the text in it, in an order; equal ones as in backup.config. */
export function shownEntries(rows: readonly EntryRow[], text: string, order: EntryOrder): EntryRow[] {
  const wanted = text.trim().toLowerCase();
  const has = ({ entry, customer }: EntryRow) => `${entry.path} ${customer ?? ''}`.toLowerCase().includes(wanted);
  return rows.filter(has).sort(compare[order]);
}

/** What grew, the most first. */
export const grewMost = (rows: readonly EntryRow[], most: number): EntryRow[] =>
  shownEntries(rows, '', 'grew')
    .filter(({ grew }) => (grew ?? 0) > 0)
    .slice(0, most);
