import { diffArrays } from 'diff';

export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Beyond so many changed lines, looking for the smallest difference would take seconds. */
const mostEdits = 1000;

/** The difference of two texts by lines, removed before added. The smallest one up to a thousand changed lines. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const parts = diffArrays(a, b, { maxEditLength: mostEdits });
  if (!parts) return [...mark('removed', a), ...mark('added', b)];
  return parts.flatMap(({ added, removed, value }) => mark(added ? 'added' : removed ? 'removed' : 'same', value));
}

/** Lines that differ, each after its `+` or `-`, as the log of actions has them. */
export const diffFromText = (text: string): DiffLine[] =>
  text.split('\n').map((line) => {
    const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same';
    return { kind, text: kind === 'same' ? line : line.slice(1) };
  });

const mark = (kind: DiffLine['kind'], lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind, text }));

export const changeCount = (lines: readonly DiffLine[]): number => lines.filter((line) => line.kind !== 'same').length;

/** The changed lines with a few same ones around; `undefined` stands where lines were left out. */
export function withContext(lines: readonly DiffLine[], around: number): (DiffLine | undefined)[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - around), i + around + 1).some((line) => line.kind !== 'same'),
  );
  return lines.flatMap((line, i) => {
    if (near[i]) return [line];
    return i > 0 && !near[i - 1] ? [] : [undefined];
  });
}
