import type { Hold, Selection } from '../../src-main/contract/index.ts';
import { isInside } from '../format/paths.ts';

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
