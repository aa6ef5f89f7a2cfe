import type { Stamps } from '../../programs/fleet/stamps.ts';
import type { Publish } from '../feature.ts';

/** Takes in the stamps of some backupdirs of a server. */
type WatchStamps = (server: string, stamps: ReadonlyMap<string, Stamps>) => void;

/** Tells, by the stamps that are asked for anyway, that a colleague made a hold or did something else on a server. */
export function watchStamps(publish: Publish): WatchStamps {
  const known = new Map<string, string>();
  return (server, stamps) => {
    let changed = false;
    for (const [backupdir, { holds, actions }] of stamps) {
      const key = JSON.stringify([server, backupdir]);
      const stamp = JSON.stringify([holds, actions]);
      const before = known.get(key);
      changed ||= before !== undefined && before !== stamp;
      known.set(key, stamp);
    }
    if (changed) publish('holds.changed', { server });
  };
}
