import { wallClock } from './time.ts';

export interface LabelledNight {
  runId: string;
  date: string;
  /** ISO 8601. */
  startedAt: string;
}

const two = (value: number) => String(value).padStart(2, '0');

/**
 * The folder of each night in a tarball: its date, or date and time where two of them share a date. By run id.
 */
export function nightLabels(nights: readonly LabelledNight[], timeZone: string): Map<string, string> {
  const dates = nights.map(({ date }) => date);
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  for (const { runId, date, startedAt } of nights) {
    const { hour, minute } = wallClock(timeZone, new Date(startedAt));
    const isAlone = dates.filter((other) => other === date).length === 1;
    const wanted = isAlone ? date : `${date}_${two(hour)}${two(minute)}`;
    let label = wanted;
    for (let number = 2; taken.has(label); number++) label = `${wanted}-${number}`;
    taken.add(label);
    labels.set(runId, label);
  }
  return labels;
}

/** `col00214-2013-02-22..24`, for the dates of the nights in it; without `.tar.gz`. */
export function tarballName(customer: string, dates: readonly string[]): string {
  return `${plainName(customer)}-${spanOf(dates)}`;
}

/** `restored-2013-02-22..24`, of the folder in which they are unpacked. */
export const folderName = (dates: readonly string[]): string => `restored-${spanOf(dates)}`;

function spanOf(dates: readonly string[]): string {
  const sorted = [...dates].sort();
  const first = sorted[0] ?? '';
  const last = sorted.at(-1) ?? '';
  const sameMonth = first.slice(0, 8) === last.slice(0, 8);
  return first === last ? first : `${first}..${sameMonth ? last.slice(8) : last}`;
}

/** A name that is safe wherever it goes: in a shell, as a file, in a mail. */
function plainName(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9._-]+/g, '_').replace(/^[._-]+/, '');
  return plain.slice(0, 64) || 'customer';
}
