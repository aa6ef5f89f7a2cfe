/** One cell of the file × nights grid. */
export type VersionCell =
  | { kind: 'version'; letter: string; changed: boolean }
  | { kind: 'gone' } // it was there in a night before
  | { kind: 'absent' }; // it was not there yet

/** The cells of a row, oldest night first. A letter that differs from the one before it is a change. */
export function cellsOf(versions: readonly (string | null)[]): VersionCell[] {
  let last: string | undefined;
  return versions.map((letter, i) => {
    if (letter === null) return last === undefined ? { kind: 'absent' } : { kind: 'gone' };
    const changed = i > 0 && letter !== last;
    last = letter;
    return { kind: 'version', letter, changed };
  });
}
