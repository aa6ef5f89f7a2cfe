import type { DatabaseSync } from 'node:sqlite';

/** Where a host's nights lie, as its backup.config had it when it was last read. */
export interface Place {
  backupdir: string;
  /** Its name in the fleet. */
  server: string;
  /** As the host's config calls it, with a user and a port: what the host's ssh is told. */
  calledServer?: string | undefined;
  entries: string[];
  /** SHA-256 of the file it was read from, hex. */
  revision?: string | undefined;
}

/** The part of a place that is asked for all hosts, every minute. */
export type Whereabouts = Pick<Place, 'server' | 'backupdir'>;

export interface KnownPlace extends Place {
  readAt: string;
  /** When this app first read the host's config. */
  firstSeen: string;
}

export interface PlaceStore {
  get(host: string): KnownPlace | undefined;
  where(host: string): Whereabouts | undefined;
  /** All but its entries. */
  inBrief(host: string): (Whereabouts & Pick<KnownPlace, 'firstSeen'>) | undefined;
  /** Where each host's nights lie. */
  everyWhere(): Map<string, Whereabouts>;
  /** The hosts whose nights lie there. */
  at(place: Whereabouts): string[];
  save(host: string, place: Place, at: string): void;
  /** It was read again and is the same. */
  touch(host: string, at: string): void;
  all(): ({ host: string } & KnownPlace)[];
  /** When a host's config was last read. */
  readAt(host: string): string | undefined;
  /** The same of each. */
  ages(): Map<string, string>;
}

export function createPlaceStore(database: DatabaseSync): PlaceStore {
  const get = database.prepare('SELECT place, read_at, first_seen FROM places WHERE host = ?');
  const all = database.prepare('SELECT host, place, read_at, first_seen FROM places ORDER BY host');
  const inBrief = database.prepare('SELECT whereabouts, first_seen FROM places WHERE host = ?');
  const everyWhere = database.prepare('SELECT host, whereabouts FROM places');
  const touch = database.prepare('UPDATE places SET read_at = ? WHERE host = ?');
  const at = database.prepare('SELECT host FROM places WHERE whereabouts = ? ORDER BY host');
  const ages = database.prepare('SELECT host, read_at FROM places');
  const readAt = database.prepare('SELECT read_at FROM places WHERE host = ?');
  const save = database.prepare(
    `INSERT INTO places (host, place, read_at, first_seen, whereabouts) VALUES (?1, ?2, ?3, ?3, ?4)
     ON CONFLICT (host) DO UPDATE SET place = ?2, read_at = ?3, whereabouts = ?4`,
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
    where(host) {
      const row = inBrief.get(host);
      return row && JSON.parse(String(row.whereabouts));
    },
    inBrief(host) {
      const row = inBrief.get(host);
      return row && { ...JSON.parse(String(row.whereabouts)), firstSeen: String(row.first_seen) };
    },
    everyWhere: () =>
      new Map(everyWhere.all().map(({ host, whereabouts }) => [String(host), JSON.parse(String(whereabouts))])),
    at: ({ server, backupdir }) => at.all(inText({ server, backupdir })).map((row) => String(row.host)),
    save: (host, { backupdir, server, calledServer, entries, revision }, at) =>
      void save.run(
        host,
        JSON.stringify({ backupdir, server, calledServer, entries, revision }),
        at,
        inText({ server, backupdir }),
      ),
    touch: (host, at) => void touch.run(at, host),
    ages: () => new Map(ages.all().map((row) => [String(row.host), String(row.read_at)])),
    readAt(host) {
      const row = readAt.get(host);
      return row && String(row.read_at);
    },
    all: () => all.all().map((row) => ({ host: String(row.host), ...fromRow(row) })),
  };
}

/** The same for the same place: what it is looked for by. */
const inText = ({ server, backupdir }: Whereabouts): string => JSON.stringify({ server, backupdir });

/** Of a place as the table has it. */
export const whereaboutsOf = (place: unknown): string => inText(JSON.parse(String(place)));
