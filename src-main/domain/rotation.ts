/**
 * After how many more nights rotation deletes each of these, at least 1. Rotation (keeper/rotate.sh) goes by the order in
 * which nights lie on the server and keeps so many turns of them: those that follow each other with the same date are one
 * turn. No clock has a say in it, so that a night with a wrong date leaves when its neighbours do.
 *
 * @param turns per night, newest first by index: the date of its record, or its own id where it has none
 */
export function nightsLeft(turns: readonly string[], nightsToKeep: number): number[] {
  let turn = 0;
  return turns.map((name, index) => {
    if (name !== turns[index - 1]) turn++;
    return Math.max(1, nightsToKeep - turn + 1);
  });
}

/** How many turns these are. */
export const turnsOf = (turns: readonly string[]): number =>
  turns.filter((name, index) => name !== turns[index - 1]).length;

/**
 * The dates that nights can have had, where a clock was wrong: never after `latest`, and none before that of a night that
 * lies below. The most of them that fit into that order are believed; another gets the date of its newer neighbour.
 *
 * @param dates per night, newest first by index, as recorded
 */
export function orderedDates(dates: readonly string[], latest: string): string[] {
  const believed = longestFalling(dates, latest);
  let newer = dates.find((_, index) => believed.has(index)) ?? latest;
  return dates.map((date, index) => {
    if (believed.has(index)) newer = date;
    return newer;
  });
}

interface Row {
  length: number;
  /** The index that follows, undefined at the end. */
  next: number | undefined;
}

/**
 * The indexes of the longest row of dates, none of which is later than `latest` or than the one before it. Of two rows
 * of a length, the one of later dates: a clock without a battery falls back by years.
 */
function longestFalling(dates: readonly string[], latest: string): Set<number> {
  const rows = new Map<number, Row>();
  let start: number | undefined;
  for (let index = dates.length - 1; index >= 0; index--) {
    const date = dates[index] as string;
    if (date > latest) continue;
    const row: Row = { length: 1, next: undefined };
    for (const [older, { length }] of rows) {
      const olderDate = dates[older] as string;
      if (olderDate > date || length + 1 < row.length) continue;
      const isLater = row.next === undefined || olderDate >= (dates[row.next] as string);
      if (length + 1 > row.length || isLater) Object.assign(row, { length: length + 1, next: older });
    }
    rows.set(index, row);
    if (start === undefined || row.length >= (rows.get(start)?.length ?? 0)) start = index;
  }
  const found = new Set<number>();
  for (let index = start; index !== undefined; index = rows.get(index)?.next) found.add(index);
  return found;
}
