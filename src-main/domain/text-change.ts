import { structuredPatch } from 'diff';
import type { TextChange } from '../contract/index.ts';

/** The log is read as a whole by all staff: a text written anew is not kept in it twice. */
const MOST_LINES = 200;
const MOST_CHARACTERS = 16_000;
/** Beyond so many changed lines, looking for the smallest difference would take seconds. */
const MOST_EDITS = 1000;

/** The lines that differ, without those around them. */
export function textChange(before: string, after: string): TextChange {
  const patch = structuredPatch('', '', before, after, '', '', { context: 0, maxEditLength: MOST_EDITS });
  const lines = patch
    ? patch.hunks.flatMap((hunk) => hunk.lines).filter((line) => /^[+-]/.test(line))
    : [...linesOf(before).map((line) => `-${line}`), ...linesOf(after).map((line) => `+${line}`)];
  return {
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
    lines: shortened(lines),
  };
}

const linesOf = (text: string) => text.replace(/\n$/, '').split('\n');

function shortened(lines: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (kept.length === MOST_LINES || length > MOST_CHARACTERS) {
      return [...kept, `… and ${lines.length - kept.length} more`].join('\n');
    }
    kept.push(line);
  }
  return kept.join('\n');
}
