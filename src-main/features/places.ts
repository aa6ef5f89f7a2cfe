import { type ConfigEntry, NightkeepError } from '../contract/index.ts';
import { copyableEntries } from '../domain/config.ts';
import { serverMeant } from '../domain/server-address.ts';
import type { Place, PlaceStore, Whereabouts } from '../stores/history/place-store.ts';
import { isAboutReaching } from './fleet/reach.ts';

/** Where each host's nights lie. */
export interface Places {
  /**
   * From the host's backup.config, read anew where this program did not read it in the last minute. Where the host can't be reached,
   * what is known stands in: nights are on the server, and are wanted most when the host is gone. Throws not-found
   * where the config names no backupdir, or no server of the fleet.
   */
  of(host: string): Promise<Place>;
  /** Reads the host's config now. */
  read(host: string): Promise<Place>;
  /** Takes in a config that was read elsewhere. */
  learn(host: string, config: ReadConfig): Place;
  /** Takes in that the config is as it was known. */
  same(host: string): void;
  /** Where its nights lay when it was last read. */
  known(host: string): Whereabouts | undefined;
}

/** What counts of a backup.config here. */
export interface ReadConfig {
  backupdir?: string | undefined;
  server?: string | undefined;
  entries: readonly ConfigEntry[];
  revision: string;
}

export interface PlacesDeps {
  store: PlaceStore;
  readConfig: (host: string) => Promise<ReadConfig>;
  isServer: (name: string) => boolean;
  now: () => Date;
}

const FRESH_MS = 60_000;

export function createPlaces({ store, readConfig, isServer, now }: PlacesDeps): Places {
  const readAt = new Map<string, number>();
  /** Several features ask for the same host at once when a screen opens. */
  const reading = new Map<string, Promise<Place>>();

  function learn(host: string, config: ReadConfig): Place {
    const place = completePlace(host, config, isServer);
    store.save(host, place, now().toISOString());
    readAt.set(host, now().getTime());
    return place;
  }

  function read(host: string): Promise<Place> {
    let promise = reading.get(host);
    if (!promise) {
      promise = readConfig(host)
        .then((config) => learn(host, config))
        .finally(() => reading.delete(host));
      reading.set(host, promise);
    }
    return promise;
  }

  return {
    read,
    learn,
    same(host) {
      store.touch(host, now().toISOString());
      readAt.set(host, now().getTime());
    },
    known: (host) => store.where(host),
    async of(host) {
      const known = store.get(host);
      const isFresh = now().getTime() - (readAt.get(host) ?? 0) < FRESH_MS;
      if (known && isFresh && isServer(known.server)) return known;
      try {
        return await read(host);
      } catch (error) {
        if (known && isServer(known.server) && isAboutReaching(error)) return known;
        throw error;
      }
    },
  };
}

function completePlace(
  host: string,
  { backupdir, server, entries, revision }: ReadConfig,
  isServer: (name: string) => boolean,
): Place {
  if (!backupdir || !server) {
    const missing = backupdir ? 'server=' : 'backupdir=';
    throw new NightkeepError('not-found', `${host}: its backup.config has no ${missing}, so it has no nights`, {
      host,
    });
  }
  const name = serverMeant(server, isServer);
  if (name === undefined) {
    throw new NightkeepError(
      'not-found',
      `${host}: its backup.config names the server ${server}, which the fleet doesn't have`,
      {
        host,
        server,
      },
    );
  }
  const copied = copyableEntries(entries).map(({ path }) => path);
  return { backupdir, server: name, calledServer: server, entries: copied, revision };
}
