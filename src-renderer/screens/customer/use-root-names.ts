import { useCallback } from 'react';
import { join } from '../../format/paths.ts';
import { useAnswer } from '../../state/commands.ts';
import type { NightView } from '../../state/night-view.ts';
import type { Place } from '../../state/places.ts';

/**
 * What lies directly below the customer's root in a night. Nights of the old script have no record of their entries,
 * so "everything" of such a night is what is found there.
 */
export function useRootNames(places: readonly Place[], views: readonly NightView[], selected: ReadonlySet<string>) {
  const unrecorded = views.find((view) => view.exists && view.entries.length === 0 && selected.has(view.runId));
  const place = places.find((known) => known.host === unrecorded?.night.host);
  const root = place?.root;
  const history = useAnswer(
    'files.history',
    { host: place?.host ?? '-', path: root ?? '/', quick: true },
    { enabled: unrecorded !== undefined && root !== undefined },
  ).data;
  return useCallback(
    (view: NightView): string[] => {
      if (!history || root === undefined || view.night.host !== place?.host) return [];
      const column = history.nights.indexOf(view.runId);
      return history.rows
        .filter((row) => column >= 0 && row.versions[column] != null)
        .map((row) => join(root, row.name));
    },
    [history, root, place?.host],
  );
}
