import { readStored, useStored, writeStored } from './stored.ts';

const key = 'replies';
/** As many as anyone comes back to. */
const most = 40;

type Kept = [restore: string, template: string, text: string];

const isKept = (value: unknown): value is Kept =>
  Array.isArray(value) && value.length === 3 && value.every((part) => typeof part === 'string');

function parse(stored: string | undefined): Kept[] {
  try {
    const value: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(value) ? value.filter(isKept) : [];
  } catch {
    return [];
  }
}

/** A reply as staff worded it, by its restore and the template it began with; the newest are kept. */
export const useKeptReply = (restore: string, template: string): string | undefined =>
  parse(useStored(key)).find(([of, by]) => of === restore && by === template)?.[2];

export function keepReply(restore: string, template: string, text: string | undefined): void {
  const others = parse(readStored(key)).filter(([of, by]) => of !== restore || by !== template);
  const kept: Kept[] = text === undefined ? others : [[restore, template, text], ...others];
  writeStored(key, kept.length === 0 ? undefined : JSON.stringify(kept.slice(0, most)));
}
