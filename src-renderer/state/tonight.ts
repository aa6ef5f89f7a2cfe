import type { Tonight, TonightChange } from '../../src-main/contract/index.ts';

/** Tonight with what changed of it: rows in the order they had, new ones at the end. */
export function withChange(old: Tonight, { gone, hosts, ...more }: TonightChange): Tonight {
  const changed = new Map(hosts.map((row) => [row.host, row]));
  const left = old.hosts.filter(({ host }) => !gone.includes(host));
  const rows = left.map((row) => changed.get(row.host) ?? row);
  const known = new Set(left.map(({ host }) => host));
  return { ...more, hosts: [...rows, ...hosts.filter(({ host }) => !known.has(host))] };
}
