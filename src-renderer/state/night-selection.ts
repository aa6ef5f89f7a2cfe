import type { NightView } from './night-view.ts';

/** The run ids of the nights that exist from one date to another, both included, in either order. */
export function nightsBetween(views: readonly NightView[], a: string, b: string): string[] {
  const [from, to] = a <= b ? [a, b] : [b, a];
  return views.filter((view) => view.exists && view.date >= from && view.date <= to).map((view) => view.runId);
}

/** The run ids of the nights that an address names: days and stretches of days, as `2013-02-24,2013-02-26..2013-02-28`. */
export function nightsNamed(views: readonly NightView[], named: string): Set<string> {
  const ids = named.split(',').flatMap((part) => {
    const [from = '', to = from] = part.split('..');
    return nightsBetween(views, from, to);
  });
  return new Set(ids);
}

/** Takes all nights of a date in, or out where all of them were in. */
export function toggleDate(selected: ReadonlySet<string>, views: readonly NightView[], date: string): Set<string> {
  const ids = nightsBetween(views, date, date);
  const next = new Set(selected);
  const allIn = ids.length > 0 && ids.every((id) => selected.has(id));
  for (const id of ids) {
    if (allIn) next.delete(id);
    else next.add(id);
  }
  return next;
}

export interface NightsSummary {
  nights: NightView[];
  /** How many different states of the customer's files the nights hold; undefined where old nights have no record. */
  distinct: number | undefined;
  /** Nights that are the same as the one selected before them, with that one. */
  same: [NightView, NightView][];
  added: number;
  changed: number;
  deleted: number;
  /** The date of the night most files were deleted in. */
  worst?: string | undefined;
  /** The first of them to leave rotation. */
  leaves?: { date: string; inNights: number; runIds: string[] } | undefined;
}

/** What the nights selected are, from their records alone. `views` are all nights, oldest first. */
export function summarise(views: readonly NightView[], selected: ReadonlySet<string>): NightsSummary {
  const existing = views.filter((view) => view.exists);
  const nights = existing.filter((view) => selected.has(view.runId));
  const same: NightsSummary['same'] = [];
  let distinct = 0;
  // What a night holds says nothing of one on another host.
  for (const [host, there] of Map.groupBy(nights, ({ night }) => night.host)) {
    const onHost = existing.filter(({ night }) => night.host === host);
    for (const [i, view] of there.entries()) {
      const previous = there[i - 1];
      if (previous && unchangedSince(onHost, previous, view)) same.push([view, previous]);
      else distinct++;
    }
  }
  const sum = (field: 'added' | 'changed' | 'deleted') => nights.reduce((total, view) => total + view[field], 0);
  const worst = nights.toSorted((a, b) => b.deleted - a.deleted)[0];
  const leaving = nights
    .filter((view) => view.night.expiresInNights !== undefined)
    .toSorted((a, b) => (a.night.expiresInNights ?? 0) - (b.night.expiresInNights ?? 0))[0];
  return {
    nights,
    distinct: nights.some((view) => view.entries.length === 0) ? undefined : distinct,
    same,
    added: sum('added'),
    changed: sum('changed'),
    deleted: sum('deleted'),
    worst: worst && worst.deleted > 0 ? worst.date : undefined,
    leaves: leaving && {
      date: leaving.date,
      inNights: leaving.night.expiresInNights ?? 0,
      runIds: nights.filter(({ date }) => date === leaving.date).map(({ runId }) => runId),
    },
  };
}

function unchangedSince(existing: readonly NightView[], from: NightView, to: NightView): boolean {
  // Between nights beyond rotation, others have gone: nobody knows what changed in them.
  if (from.night.index < 0) return false;
  const between = existing.slice(existing.indexOf(from) + 1, existing.indexOf(to) + 1);
  return between.every(
    (view) => view.entries.length > 0 && (view.sameAs !== undefined || view.added + view.changed + view.deleted === 0),
  );
}
