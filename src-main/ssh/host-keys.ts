import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type HostKey, NightkeepError } from '../contract/index.ts';
import { fingerprintOf, judge, type KnownKey, keysOf, knownName, parseKnownHosts, typeOf } from './known-hosts.ts';

/** Under which name a machine's key is looked up, and how messages call the machine. */
export interface KeyOwner {
  machine: string;
  host: string;
  port: number;
}

export interface HostKeysOptions {
  /** Our own file, in OpenSSH's format; made with mode 0600 when the first key is trusted. */
  path: string;
  /** A further file that is only read, such as the user's own. What our file says of a machine wins. */
  alsoRead?: string;
  onUnknown: (key: HostKey) => void;
}

/** What is known of one machine at the time of one attempt to connect. */
export interface KnownMachine {
  /** Key types of the machine that are known, such as `ssh-ed25519`. */
  types: string[];
  /** The error that forbids the connection, or undefined where the key is the known one. */
  check: (blob: Buffer) => NightkeepError | undefined;
}

export interface HostKeys {
  of: (owner: KeyOwner) => Promise<KnownMachine>;
  /** Keys that were seen and are neither trusted nor refused yet. */
  pending: () => HostKey[];
  /** Appends the machine's pending key; throws conflict where the fingerprint is not that key's. */
  trust: (machine: string, fingerprint: string) => Promise<void>;
}

export function createHostKeys(options: HostKeysOptions): HostKeys {
  const pending = new Map<string, { key: HostKey; blob: Buffer }>();

  const offer = (owner: KeyOwner, blob: Buffer) => {
    const { machine, host, port } = owner;
    const key: HostKey = { machine, host, port, keyType: typeOf(blob), fingerprint: fingerprintOf(blob) };
    const news = pending.get(machine)?.key.fingerprint !== key.fingerprint;
    pending.set(machine, { key, blob });
    if (news) options.onUnknown(key);
    return key;
  };

  return {
    async of(owner) {
      const files = await readFiles(options);
      const own = files.find((file) => keysOf(file.keys, owner.host, owner.port).length > 0);
      return {
        types: own ? keysOf(own.keys, owner.host, owner.port).map((key) => key.type) : [],
        check: (blob) => {
          const everywhere = files.flatMap((file) => file.keys);
          const keys = own ? [...own.keys, ...everywhere.filter((key) => key.marker === '@revoked')] : everywhere;
          const verdict = judge(keys, owner.host, owner.port, blob);
          switch (verdict.is) {
            case 'trusted':
              pending.delete(owner.machine);
              return undefined;
            case 'unknown':
              return unknown(offer(owner, blob));
            case 'changed':
              return changed(owner, blob, verdict.known, own?.path ?? options.path);
            case 'revoked':
              return revoked(owner, blob);
          }
        },
      };
    },

    pending: () => [...pending.values()].map(({ key }) => key),

    async trust(machine, fingerprint) {
      const offered = pending.get(machine);
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
      const { host, port, keyType } = offered.key;
      await appendLine(options.path, `${knownName(host, port)} ${keyType} ${offered.blob.toString('base64')}`);
      pending.delete(machine);
    },
  };
}

interface KnownFile {
  path: string;
  keys: KnownKey[];
}

/** Read anew for each connection: staff and other processes may edit the files at any time. */
async function readFiles({ path, alsoRead }: HostKeysOptions): Promise<KnownFile[]> {
  const paths = alsoRead ? [path, alsoRead] : [path];
  return Promise.all(paths.map(async (file) => ({ path: file, keys: parseKnownHosts(await readIfThere(file)) })));
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    // Going on without the file would turn every changed key into an unknown one.
    throw new NightkeepError(
      'permission-denied',
      `The file of known host keys, ${file}, can't be read: ${String(error)}`,
      { path: file },
    );
  }
}

/** One write at the end of the file, so that two processes that trust keys at once both keep theirs. */
async function appendLine(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const before = await readIfThere(path);
  const separator = before === '' || before.endsWith('\n') ? '' : '\n';
  const file = await open(path, 'a', 0o600);
  try {
    await file.chmod(0o600);
    await file.appendFile(`${separator}${line}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

const unknown = (key: HostKey) =>
  new NightkeepError(
    'host-key-unknown',
    `${key.machine} (${key.host}:${key.port}) shows a ${key.keyType} key that is not known yet: ${key.fingerprint}. Compare it with the machine's own before you trust it.`,
    { machine: key.machine, fingerprint: key.fingerprint, keyType: key.keyType },
  );

function changed(owner: KeyOwner, blob: Buffer, known: KnownKey[], path: string): NightkeepError {
  const fingerprint = fingerprintOf(blob);
  const expected = known.map((key) => fingerprintOf(Buffer.from(key.base64, 'base64')));
  const lines = known.map((key) => key.line);
  return new NightkeepError(
    'host-key-changed',
    `${owner.machine} (${owner.host}:${owner.port}) shows another key than before: now ${typeOf(blob)} ${fingerprint}, known ${expected.join(', ')}. ` +
      `Somebody may be listening in between, so nothing was sent. If the machine was reinstalled, remove line ${lines.join(', ')} of ${path} and connect again.`,
    { machine: owner.machine, fingerprint, keyType: typeOf(blob), expected, path, lines },
  );
}

const revoked = (owner: KeyOwner, blob: Buffer) =>
  new NightkeepError(
    'host-key-changed',
    `${owner.machine} (${owner.host}:${owner.port}) shows the key ${fingerprintOf(blob)}, which is marked as revoked. Nothing was sent; ask who revoked it.`,
    { machine: owner.machine, fingerprint: fingerprintOf(blob), keyType: typeOf(blob), revoked: true },
  );
