/** What was there before, and what was taken back. The value itself is its owner's. */
export interface Undo<Value> {
  past: readonly Value[];
  future: readonly Value[];
}

export const nothingToUndo = { past: [], future: [] };

const most = 200;

/** Before the value changes. */
export const remembering = <Value>({ past }: Undo<Value>, before: Value): Undo<Value> => ({
  past: [...past, before].slice(-most),
  future: [],
});

/** One step back; undefined where there is none. */
export function stepBack<Value>({ past, future }: Undo<Value>, now: Value) {
  if (past.length === 0) return undefined;
  return { value: past.at(-1) as Value, undo: { past: past.slice(0, -1), future: [...future, now] } };
}

/** And forward again. */
export function stepForward<Value>({ past, future }: Undo<Value>, now: Value) {
  if (future.length === 0) return undefined;
  return { value: future.at(-1) as Value, undo: { past: [...past, now], future: future.slice(0, -1) } };
}
