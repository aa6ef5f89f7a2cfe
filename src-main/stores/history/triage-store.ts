import type { DatabaseSync } from 'node:sqlite';
import type { Triage } from '../../domain/failures/triage.ts';

export interface KnownTriage {
  /** Whose log has it. */
  server: string;
  triage: Triage;
}

/** What staff did about failures, as the servers' logs have it: of each server the latest about each failure. */
export interface TriageStore {
  /** Says whether something is other than it was. */
  keep(server: string, triages: readonly Triage[]): boolean;
  all(): Map<string, KnownTriage[]>;
}

/** Failures that one server may have something about; more than a fleet has. */
const MOST_OF_SERVER = 20_000;

export function createTriageStore(database: DatabaseSync, most = MOST_OF_SERVER): TriageStore {
  const all = database.prepare('SELECT failure, server, triage FROM triage');
  const save = database.prepare(
    `INSERT INTO triage (failure, server, at, triage) VALUES (?, ?, ?, ?)
     ON CONFLICT (failure, server) DO UPDATE SET at = excluded.at, triage = excluded.triage WHERE excluded.at > at`,
  );
  const prune = database.prepare(
    `DELETE FROM triage WHERE server = ? AND failure NOT IN
     (SELECT failure FROM triage WHERE server = ? ORDER BY at DESC LIMIT ?)`,
  );

  return {
    keep(server, triages) {
      let changed = false;
      for (const triage of triages)
        changed = save.run(triage.failure, server, triage.at, JSON.stringify(triage)).changes > 0 || changed;
      if (changed) prune.run(server, server, most);
      return changed;
    },
    all: () =>
      Map.groupBy(
        all.all().map(({ server, triage }): KnownTriage => {
          return { server: String(server), triage: JSON.parse(String(triage)) };
        }),
        ({ triage }) => triage.failure,
      ),
  };
}
