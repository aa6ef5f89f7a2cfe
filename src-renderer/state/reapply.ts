import { type DiffLine, diffLines } from '../format/line-diff.ts';

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
  const changes = diffLines(base, mine);
  const { kept, lost } = withoutRemoved(theirs.split('\n'), changes);
  /** Lines passed so far, the nearest last: after which an added line may stand. */
  const before: string[] = [];
  let cursor = 0;
  for (const { kind, text } of changes) {
    if (kind === 'removed') continue;
    if (kind === 'added' && (text === '' || !kept.includes(text)))
      kept.splice(placeAfter(kept, before, cursor), 0, text);
    before.push(text);
    const found = kept.indexOf(text, cursor);
    if (found >= 0) cursor = found;
  }
  return { text: kept.join('\n'), lost };
}

/** First all that I removed goes: a line I moved is both removed and added. */
function withoutRemoved(lines: readonly string[], changes: readonly DiffLine[]): { kept: string[]; lost: string[] } {
  const kept = [...lines];
  const lost: string[] = [];
  for (const { kind, text } of changes) {
    if (kind !== 'removed') continue;
    const at = kept.indexOf(text);
    if (at < 0) lost.push(text);
    else kept.splice(at, 1);
  }
  return { kept, lost };
}

function placeAfter(lines: readonly string[], before: readonly string[], cursor: number): number {
  for (const line of before.toReversed()) {
    const at = lines.indexOf(line, line === '' ? cursor : 0);
    if (at >= 0) return at + 1;
  }
  return 0;
}
