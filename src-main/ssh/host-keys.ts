import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { type ChangedHostKey, type HostKey, NightkeepError } from '../contract/index.ts';
import { changed, changedKey, revoked, unknown } from './host-key-errors.ts';
import {
  authoritiesOf,
  concerns,
  fingerprintOf,
  fingerprintsOf,
  judge,
  type KnownKey,
  keysOf,
  lentOf,
  namesOf,
  parseKnownHosts,
  typeOf,
  type Verdict,
} from './known-hosts.ts';
import { appendKnown, replaceKnown } from './known-hosts-file.ts';
import { isRevoked } from './revoked-keys.ts';
import { localUser } from './settings/tokens.ts';

/** Under which names a machine's key is looked up, and how messages call the machine. */
export interface KeyOwner {
  machine: string;
  host: string;
  port: number;
  /** HostKeyAlias: then the key is looked up by that name. */
  alias?: string | undefined;
  /** Further files that count for this machine, and a list of keys that count for none. */
  knownHosts?: string[] | undefined;
  revokedHostKeys?: string | undefined;
}

export interface HostKeysOptions {
  /** Our own file, in OpenSSH's format; made with mode 0600 when the first key is trusted. */
  path: string;
  /** The user's own file, which is only read. What our file says of a machine wins. */
  alsoRead?: string;
  onUnknown: (key: HostKey) => void;
}

/** What is known of one machine at the time of one attempt to connect. */
export interface KnownMachine {
  /** Key types of the machine that are known, such as `ssh-ed25519`. */
  types: string[];
  /** A certificate may vouch for the machine. */
  byAuthority: boolean;
  /** What counts for the machine, as a known_hosts of its own in which it is called by that name. */
  linesAs: (name: string) => string[];
  /** The error that forbids the connection, or undefined where the key is the known one. */
  check: (blob: Buffer) => Promise<NightkeepError | undefined>;
  /** The same of a key that nobody showed, without any trace. */
  judge: (blob: Buffer) => Verdict;
}

export interface HostKeys {
  of: (owner: KeyOwner) => Promise<KnownMachine>;
  /** Keys that were seen and are neither trusted nor refused yet. */
  pending: () => HostKey[];
  /** Appends the machines' pending keys in one write; throws conflict where a fingerprint is not that key's. */
  trust: (keys: readonly { machine: string; fingerprint: string }[]) => Promise<void>;
  /** Appends keys that somebody has compared, in one write. */
  add: (keys: readonly { machine: string; name: string; blob: Buffer }[]) => Promise<void>;
  /** The other key that a machine showed when it was last connected to. */
  changed: (machine: string) => ChangedHostKey | undefined;
  /**
   * Puts the key that a machine shows now in the place of the known ones. Whoever asks for it has compared both: throws
   * conflict where either side is another by now, or where the known ones lie in a file that isn't ours.
   */
  replace: (change: KeyChange) => Promise<void>;
}

export interface KeyChange {
  machine: string;
  /** Of the key that the machine shows now. */
  fingerprint: string;
  /** Of all those that are known. */
  known: readonly string[];
}

export function createHostKeys(options: HostKeysOptions): HostKeys {
  const pending = new Map<string, { key: HostKey; blob: Buffer; name: string }>();

  const changes = new Map<string, { key: ChangedHostKey; owner: KeyOwner; blob: Buffer }>();

  const offer = (owner: KeyOwner, blob: Buffer) => {
    const { machine, host, port, alias } = owner;
    const key: HostKey = {
      machine,
      host: alias ?? host,
      port,
      keyType: typeOf(blob),
      fingerprint: fingerprintOf(blob),
    };
    const news = pending.get(machine)?.key.fingerprint !== key.fingerprint;
    pending.set(machine, { key, blob, name: namesOf(host, port, alias).names[0] });
    if (news) options.onUnknown(key);
    return key;
  };

  return {
    async of(owner) {
      const files = await readFiles(options, owner);
      const names = namesOf(owner.host, owner.port, owner.alias);
      const own = files.find((file) => keysOf(file.keys, names).length > 0);
      const everywhere = files.flatMap((file) => file.keys);
      const counting = own ? [...own.keys, ...everywhere.filter((key) => key.marker === '@revoked')] : everywhere;
      return {
        judge: (blob) => judge(counting, names, blob),
        types: own ? keysOf(own.keys, names).map((key) => key.type) : [],
        byAuthority: authoritiesOf(everywhere, names).length > 0,
        linesAs: (name) => {
          const trusted = own ? keysOf(own.keys, names) : lentOf(everywhere, names);
          const revoked = everywhere.filter((key) => key.marker === '@revoked');
          return [...trusted, ...authoritiesOf(everywhere, names), ...revoked].map((key) =>
            [key.marker, key.marker === '@revoked' ? '*' : name, key.type, key.base64].filter(Boolean).join(' '),
          );
        },
        async check(blob) {
          if (owner.revokedHostKeys !== undefined && (await isRevoked(owner.revokedHostKeys, blob, typeOf(blob))))
            return revoked(owner, blob);
          const verdict = judge(counting, names, blob);
          switch (verdict.is) {
            case 'trusted':
              pending.delete(owner.machine);
              changes.delete(owner.machine);
              // From now on another key of this port is a change, though the plain name tells nothing of it.
              if (verdict.lent) await appendKnown(options.path, [{ name: names.names[0], blob }]).catch(() => {});
              return undefined;
            case 'unknown':
              return unknown(
                offer(owner, blob),
                verdict.elsewhere,
                files.find((file) => file.keys.includes(verdict.elsewhere[0] as KnownKey))?.path,
              );
            case 'changed': {
              const key = changedKey(owner, blob, verdict.known, own?.path ?? options.path, options.path);
              changes.set(owner.machine, { key, owner, blob });
              return changed(key);
            }
            case 'revoked':
              return revoked(owner, blob);
          }
        },
      };
    },

    pending: () => [...pending.values()].map(({ key }) => key),

    async trust(keys) {
      const offered = keys.map(({ machine, fingerprint }) => offeredBy(pending.get(machine), machine, fingerprint));
      await appendKnown(options.path, offered);
      for (const { machine } of keys) pending.delete(machine);
    },

    async add(keys) {
      await appendKnown(options.path, keys);
      // One that showed another key is no first contact any more: the next one tells of a change.
      for (const { machine } of keys) pending.delete(machine);
    },

    changed: (machine) => changes.get(machine)?.key,

    async replace({ machine, fingerprint, known }) {
      const change = offeredBy(changes.get(machine), machine, fingerprint);
      const { key, owner, blob } = change;
      const now = (await readFiles(options, owner)).find(({ path }) => path === key.path)?.keys ?? [];
      const names = namesOf(owner.host, owner.port, owner.alias);
      const found = fingerprintsOf(keysOf(now, names));
      if (found.toSorted().join() !== known.toSorted().join()) throw changedMeanwhile(key);
      if (key.forget !== undefined) throw notOurs(key, key.forget);
      await replaceKnown(options.path, names, blob);
      changes.delete(machine);
    },
  };
}

const changedMeanwhile = ({ machine, path }: ChangedHostKey) =>
  new NightkeepError(
    'conflict',
    `What ${path} has of ${machine} is not what was compared. Connect to it again and compare anew.`,
    { machine, path },
  );

const notOurs = ({ machine, path }: ChangedHostKey, forget: string) =>
  new NightkeepError(
    'conflict',
    `The known key of ${machine} lies in ${path}, which Nightkeep only reads. Take it out with “${forget}” and connect again.`,
    { machine, path, forget },
  );

/** Throws conflict where the machine shows no key, or another one. */
function offeredBy<Offered extends { key: HostKey }>(
  offered: Offered | undefined,
  machine: string,
  fingerprint: string,
): Offered {
  if (!offered) {
    throw new NightkeepError('conflict', `${machine} has no key waiting to be trusted. Connect to it again.`, {
      machine,
    });
  }
  if (offered.key.fingerprint !== fingerprint) {
    throw new NightkeepError(
      'conflict',
      `${machine} now shows the key ${offered.key.fingerprint}, not ${fingerprint}. Compare it again before you trust it.`,
      { machine, fingerprint: offered.key.fingerprint, keyType: offered.key.keyType },
    );
  }
  return offered;
}

const AT_ONCE = 500;

interface KnownFile {
  path: string;
  keys: KnownKey[];
}

/**
 * What the files have of a machine, and all that is revoked. Read anew for each connection: staff and other processes may
 * edit them at any time.
 */
async function readFiles({ path, alsoRead }: HostKeysOptions, owner: KeyOwner): Promise<KnownFile[]> {
  const accounts = join(localUser().home, '.ssh', 'known_hosts');
  const further = owner.knownHosts?.map((file) => (file === accounts ? alsoRead : file)) ?? [alsoRead];
  const paths = new Set([path, ...further.filter((file) => file !== undefined)]);
  const names = namesOf(owner.host, owner.port, owner.alias);
  return Promise.all(
    [...paths].map(async (file) => {
      const keys: KnownKey[] = [];
      for (const [index, key] of parseKnownHosts(await readIfThere(file)).entries()) {
        // Thousands of hashes would keep the app from all else.
        if (index % AT_ONCE === AT_ONCE - 1) await turn();
        if (key.marker === '@revoked' || concerns(key, names)) keys.push(key);
      }
      return { path: file, keys };
    }),
  );
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    // Going on without the file would turn every changed key into an unknown one.
    throw new NightkeepError(
      'permission-denied',
      `The file of known host keys, ${file}, can't be read: ${String(error)}`,
      { path: file },
    );
  }
}
