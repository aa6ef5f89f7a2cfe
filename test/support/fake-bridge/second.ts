import type { FileHistory, Night } from '../../../src-main/contract/index.ts';
import { february } from './clock.ts';
import { keptOf } from './longer.ts';
import { nightsOf, runIdOf } from './nights.ts';

const twin = runIdOf('jail15', 24);
/** In the evening of a night's date, by hand: the next day already in Berlin, and in Auckland. */
const second = '20130225T073004Z-byhand24';

/** With a second run of a date among the nights of a host, newest first. */
export const withSecond = (nights: readonly Night[]): Night[] =>
  nights.flatMap((night) => {
    if (night.runId !== twin) return [night];
    const entries = night.entries.map((entry) => ({ ...entry, added: 0, changed: 1, deleted: 0 }));
    const [startedAt, finishedAt] = ['2013-02-25T07:30:04Z', '2013-02-25T07:34:04Z'];
    return [{ ...night, runId: second, date: february(24), state: 'good', startedAt, finishedAt, entries }, night];
  });

/** With its column, which has what the night after has. */
export function historyWithSecond({ nights, rows }: FileHistory): FileHistory {
  const at = nights.indexOf(twin) + 1;
  if (at === 0) return { nights, rows };
  return {
    nights: nights.toSpliced(at, 0, second),
    rows: rows.map((row) => ({ ...row, versions: row.versions.toSpliced(at, 0, row.versions[at] ?? null) })),
  };
}

/** Any night that there is. */
export const nightOf = (host: string, runId: string): Night | undefined =>
  [...withSecond(nightsOf(host)), ...keptOf(host)].find((night) => night.runId === runId);
