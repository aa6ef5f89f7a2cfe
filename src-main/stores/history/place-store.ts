import type { DatabaseSync } from 'node:sqlite';

/** Where a host's nights lie, as its backup.config had it when it was last read. */
export interface Place {
  backupdir: string;
  server: string;
  entries: string[];
}

export interface KnownPlace extends Place {
  readAt: string;
  /** When this app first read the host's config. */
  firstSeen: string;
}

export interface PlaceStore {
  get(host: string): KnownPlace | undefined;
  save(host: string, place: Place, at: string): void;
  all(): ({ host: string } & KnownPlace)[];
}

export function createPlaceStore(database: DatabaseSync): PlaceStore {
  const get = database.prepare('SELECT place, read_at, first_seen FROM places WHERE host = ?');
  const all = database.prepare('SELECT host, place, read_at, first_seen FROM places ORDER BY host');
  const save = database.prepare(
    `INSERT INTO places (host, place, read_at, first_seen) VALUES (?1, ?2, ?3, ?3)
     ON CONFLICT (host) DO UPDATE SET place = ?2, read_at = ?3`,
  );
  const fromRow = (row: { [column: string]: unknown }): KnownPlace => ({
    ...JSON.parse(String(row.place)),
    readAt: String(row.read_at),
    firstSeen: String(row.first_seen),
  });
  return {
    get(host) {
      const row = get.get(host);
      return row && fromRow(row);
    },
    save: (host, { backupdir, server, entries }, at) =>
      void save.run(host, JSON.stringify({ backupdir, server, entries }), at),
    all: () => all.all().map((row) => ({ host: String(row.host), ...fromRow(row) })),
  };
}
