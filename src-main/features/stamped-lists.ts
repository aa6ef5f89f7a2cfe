import { NO_STAMP, readStamps, type Stamps } from '../programs/fleet/stamps.ts';
import type { Machines } from '../ssh/types.ts';
import { runProgram } from './run-program.ts';

/** Lists that lie in backupdirs, such as their holds: a server is asked again only for those that are other than before. */
export interface StampedLists<Item> {
  /** By backupdir. Throws what keeps the server from answering. */
  of(server: string, backupdirs: readonly string[]): Promise<Map<string, readonly Item[]>>;
}

export interface StampedListsDeps<Item> {
  machines: Machines;
  /** Which stamp tells that a list changed. */
  stamp: keyof Pick<Stamps, 'holds' | 'actions'>;
  /** Asks a server for the lists of some backupdirs. */
  ask: (server: string, backupdirs: readonly string[]) => Promise<ReadonlyMap<string, readonly Item[]>>;
  /** Items that are remembered in all; the lists that were used longest ago go first. */
  most?: number;
}

const MOST_ITEMS = 50_000;

export function createStampedLists<Item>(deps: StampedListsDeps<Item>): StampedLists<Item> {
  const { machines, stamp: which, ask, most = MOST_ITEMS } = deps;
  const known = new Map<string, { stamp: string; items: readonly Item[] }>();
  let count = 0;
  const keyOf = (server: string, backupdir: string) => JSON.stringify([server, backupdir]);

  function forget(key: string): void {
    count -= known.get(key)?.items.length ?? 0;
    known.delete(key);
  }

  function remember(key: string, stamp: string, items: readonly Item[]): void {
    forget(key);
    if (stamp === NO_STAMP) return;
    known.set(key, { stamp, items });
    count += items.length;
    for (const oldest of known.keys()) {
      if (count <= most) break;
      forget(oldest);
    }
  }

  return {
    async of(server, backupdirs) {
      const [only] = backupdirs;
      // Of a single one, asking whether it changed costs what asking for it does.
      if (only === undefined || backupdirs.length === 1) return new Map(await ask(server, backupdirs));
      // The stamps come first: what changes in between is told again.
      const { stamps } = await runProgram(machines, server, readStamps, { room: only, backupdirs });
      const stampOf = new Map(
        backupdirs.map((dir, at) => [dir, stamps[at] ? (stamps[at][which] ?? 'none') : NO_STAMP]),
      );
      const lists = new Map<string, readonly Item[]>();
      const news: string[] = [];
      for (const dir of backupdirs) {
        const before = known.get(keyOf(server, dir));
        if (before && before.stamp === stampOf.get(dir)) lists.set(dir, before.items);
        else news.push(dir);
      }
      const told = news.length > 0 ? await ask(server, news) : new Map<string, readonly Item[]>();
      for (const dir of news) lists.set(dir, told.get(dir) ?? []);
      for (const dir of backupdirs) remember(keyOf(server, dir), stampOf.get(dir) ?? NO_STAMP, lists.get(dir) ?? []);
      return lists;
    },
  };
}
