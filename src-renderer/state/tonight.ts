import type { Tonight, TonightChange } from '../../src-main/contract/index.ts';

/** Tonight with what changed of it: rows in the order they had, new ones at the end. */
export function withChange(old: Tonight, { gone, hosts, ...more }: TonightChange): Tonight {
  const changed = new Map(hosts.map((row) => [row.host, row]));
  const left = old.hosts.filter(({ host }) => !gone.includes(host));
  const rows = left.map((row) => changed.get(row.host) ?? row);
  const known = new Set(left.map(({ host }) => host));
  return { ...more, hosts: [...rows, ...hosts.filter(({ host }) => !known.has(host))] };
}

/** A single night would be as wide as the page. */
const LEAST_DATES = 7;

/** Tonight from the first date on which any host has a night, a week at least: a young fleet has few empty columns. */
export function fromFirstNight(tonight: Tonight): Tonight {
  const first = tonight.dates.findIndex((_, index) => tonight.hosts.some(({ cells }) => cells[index]));
  const from = Math.min(first, tonight.dates.length - LEAST_DATES);
  if (from <= 0) return tonight;
  return {
    ...tonight,
    dates: tonight.dates.slice(from),
    hosts: tonight.hosts.map((row) => ({ ...row, cells: row.cells.slice(from) })),
  };
}
