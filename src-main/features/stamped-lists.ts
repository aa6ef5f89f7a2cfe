import { NO_STAMP, readStamps, type Stamps } from '../programs/fleet/stamps.ts';
import type { Machines } from '../ssh/types.ts';
import { runProgram } from './run-program.ts';

/** Lists that lie in backupdirs, such as their holds: a server is asked again only for those that are other than before. */
export interface StampedLists<Item> {
  /**
   * By backupdir. Throws what keeps the server from answering. `scrolled`: another part of what was asked for just now is
   * wanted, and nothing is asked again.
   */
  of(server: string, backupdirs: readonly string[], scrolled?: boolean): Promise<Map<string, readonly Item[]>>;
  /** Something changed on a server: nothing that was told before answers for a scroll. */
  stale(): void;
}

export interface StampedListsDeps<Item> {
  machines: Machines;
  /** Which stamp tells that a list changed. */
  stamp: keyof Pick<Stamps, 'holds' | 'actions'>;
  /** Asks a server for the lists of some backupdirs. */
  ask: (server: string, backupdirs: readonly string[]) => Promise<ReadonlyMap<string, readonly Item[]>>;
  /** Items that are remembered in all; the lists that were used longest ago go first. */
  most?: number;
  /** In milliseconds. */
  now?: () => number;
}

const MOST_ITEMS = 50_000;
/** For how long one scroll goes by one answer. */
export const SCROLL_MS = 10_000;

export function createStampedLists<Item>(deps: StampedListsDeps<Item>): StampedLists<Item> {
  const { machines, stamp: which, ask, most = MOST_ITEMS, now = () => performance.now() } = deps;
  const known = new Map<string, { stamp: string; items: readonly Item[]; askedAt: number }>();
  let changedAt = Number.NEGATIVE_INFINITY;
  let count = 0;
  const keyOf = (server: string, backupdir: string) => JSON.stringify([server, backupdir]);

  function forget(key: string): void {
    count -= known.get(key)?.items.length ?? 0;
    known.delete(key);
  }

  function remember(key: string, stamp: string, items: readonly Item[], askedAt: number): void {
    forget(key);
    if (stamp === NO_STAMP) return;
    known.set(key, { stamp, items, askedAt });
    count += items.length;
    for (const oldest of known.keys()) {
      if (count <= most) break;
      forget(oldest);
    }
  }

  /** What was told just now of all of these; undefined where some of it was not. */
  function toldLately(server: string, backupdirs: readonly string[]): Map<string, readonly Item[]> | undefined {
    const since = Math.max(changedAt, now() - SCROLL_MS);
    const lists = backupdirs.flatMap((dir) => {
      const list = known.get(keyOf(server, dir));
      return list && list.askedAt > since ? [[dir, list.items] as const] : [];
    });
    return lists.length === backupdirs.length ? new Map(lists) : undefined;
  }

  return {
    stale() {
      changedAt = now();
    },
    async of(server, backupdirs, scrolled = false) {
      const [only] = backupdirs;
      // Of a single one, asking whether it changed costs what asking for it does.
      if (only === undefined || backupdirs.length === 1) return new Map(await ask(server, backupdirs));
      const lately = scrolled ? toldLately(server, backupdirs) : undefined;
      if (lately) return lately;
      const askedAt = now();
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
      for (const dir of backupdirs)
        remember(keyOf(server, dir), stampOf.get(dir) ?? NO_STAMP, lists.get(dir) ?? [], askedAt);
      return lists;
    },
  };
}
