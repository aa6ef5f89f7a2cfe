import type { Hold, Selection } from '../../src-main/contract/index.ts';
import { isInside } from '../format/paths.ts';
import type { Place } from './places.ts';

/**
 * Until when all that is selected of one night is held, ISO 8601; undefined where any of it is not. Several holds may
 * share it; the first of them to run out counts.
 */
export function heldUntil(selection: Selection, holds: readonly Hold[], now: Date): string | undefined {
  const ends = selection.paths.map((path) => pathHeldUntil({ ...selection, path }, holds));
  const first = ends.reduce((a, b) => (Date.parse(a ?? '') <= Date.parse(b ?? '') ? a : b), ends[0]);
  return ends.includes(undefined) || first === undefined || Date.parse(first) <= now.getTime() ? undefined : first;
}

/** By the hold that lasts longest, where several have it. */
function pathHeldUntil(
  { host, runId, path }: { host: string; runId: string; path: string },
  holds: readonly Hold[],
): string | undefined {
  const has = (hold: Hold) =>
    hold.nights.some(
      (night) => night.host === host && night.runId === runId && night.paths.some((held) => isInside(path, held)),
    );
  return holds
    .filter(has)
    .map(({ until }) => until)
    .sort((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1);
}

/** What holds have of a night: of all that is the customer's there, or of a part. ISO 8601. */
export interface Held {
  until: string;
  whole: boolean;
}

/** By run id, the nights of which holds have anything of the customer's. */
export function heldNights(place: Place, holds: readonly Hold[], now: Date): Map<string, Held> {
  const { host, root = '/' } = place;
  const lasting = holds.filter(({ until }) => Date.parse(until) > now.getTime());
  const ours = lasting.flatMap(({ until, nights }) =>
    nights
      .filter(
        (night) => night.host === host && night.paths.some((path) => isInside(path, root) || isInside(root, path)),
      )
      .map(({ runId }) => ({ runId, until })),
  );
  return new Map(
    ours
      .toSorted((a, b) => Date.parse(a.until) - Date.parse(b.until))
      .map(({ runId, until }) => {
        const whole = pathHeldUntil({ host, runId, path: root }, lasting);
        return [runId, { until: whole ?? until, whole: whole !== undefined }];
      }),
  );
}
