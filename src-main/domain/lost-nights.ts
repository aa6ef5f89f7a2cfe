/** A night that was seen on a server. */
export interface SeenNight {
  runId: string;
  date: string;
}

/** What an app remembers of the nights of one host. */
export interface SeenNights {
  /** Those there were when it last looked, newest first. */
  seen: readonly SeenNight[];
  /** Those that went otherwise than by rotation, newest first. */
  lost: readonly SeenNight[];
}

/**
 * What is remembered once `there` is seen. Rotation takes the oldest only, and only where so many turns stay as are to be
 * kept; what went otherwise is lost, until it is there again, or until rotation would have taken it by now.
 *
 * @param turns how many turns of nights are there (see rotation.ts)
 */
export function rememberNights(
  before: SeenNights,
  there: readonly SeenNight[],
  turns: number,
  nightsToKeep: number,
): SeenNights {
  const isThere = ({ runId }: SeenNight) => there.some((night) => night.runId === runId);
  const isFull = turns >= nightsToKeep;
  const oldestKept = before.seen.findLastIndex(isThere);
  const went = before.seen.filter((night, index) => !isThere(night) && !(isFull && index > oldestKept));
  const stillLost = isFull ? [] : before.lost.filter((night) => !isThere(night));
  return { seen: there, lost: [...went, ...stillLost] };
}
