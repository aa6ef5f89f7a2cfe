import { diffLines } from './line-diff.ts';

export interface Reapplied {
  text: string;
  /** Lines I removed or changed that they changed too: theirs stand, and these are to be looked at. */
  lost: string[];
}

/**
 * My changes of a file, made again on the text someone else saved meanwhile. Lines I added come after the line they
 * followed, or after the nearest one before it that is still there; lines I removed go. Nothing of theirs is undone.
 */
export function reapply(base: string, mine: string, theirs: string): Reapplied {
  const result = theirs.split('\n');
  const lost: string[] = [];
  /** Lines of the base passed so far, the nearest last: where an added line may stand. */
  const before: string[] = [];
  let cursor = 0;
  for (const change of diffLines(base, mine)) {
    if (change.kind === 'same') before.push(change.text);
    else if (change.kind === 'removed') {
      const at = result.indexOf(change.text);
      if (at < 0) lost.push(change.text);
      else result.splice(at, 1);
      continue;
    } else {
      if (change.text !== '' && result.includes(change.text)) continue;
      result.splice(placeAfter(result, before, cursor), 0, change.text);
      before.push(change.text);
    }
    const found = result.indexOf(before.at(-1) ?? '', cursor);
    if (found >= 0) cursor = found;
  }
  return { text: result.join('\n'), lost };
}

function placeAfter(lines: readonly string[], before: readonly string[], cursor: number): number {
  for (const line of before.toReversed()) {
    const at = lines.indexOf(line, line === '' ? cursor : 0);
    if (at >= 0) return at + 1;
  }
  return 0;
}
